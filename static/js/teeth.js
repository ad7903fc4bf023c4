/* Teeth on the order form: the text names them, the chart shows and sets them, and the quantity follows them until it is
   typed. What the text says the server reads (order-prices.js asks for it), so that the page shows what saving will write.
   Without this script the text alone says it, kinds of work behind the numbers. */

import { say, words } from "./saying.js";
import { Chart } from "./teeth-chart.js";
import { Teeth } from "./teeth-model.js";

const lines = document.querySelector("[data-lines]");
const missingField = document.getElementById("id_missing_teeth");
const pattern = document.querySelector("[data-empty-line]")?.content;
const read = new Map(); // line → what the server read of its text
const PATIENCE = 10_000; // milliseconds
let chart = null;
let isFromChart = false;
let open = null; // the line whose teeth the chart shows

function textOf(line) {
  return line.querySelector("[data-kind=teeth] input[type=text]");
}

/* A hidden field of the line, made where the server left it out. */
function hidden(line, name) {
  const full = `${line.dataset.line}-${name}`;
  let field = line.querySelector(`[name="${full}"]`);
  if (!field) {
    field = Object.assign(document.createElement("input"), { type: "hidden", name: full });
    textOf(line).after(field);
  }
  return field;
}

function cardOf(line) {
  try {
    return JSON.parse(line.querySelector(`[name="${line.dataset.line}-card"]`)?.value || "{}");
  } catch {
    return {};
  }
}

/* A button beside the text; it stands in the pattern alone, as the one that removes a line does. */
function takeUp(line) {
  const text = textOf(line);
  if (!text || line.querySelector("[data-open-chart]")) return;
  text.after(pattern.querySelector("[data-open-chart]").cloneNode(true));
}

function takeUpAll() {
  for (const line of lines.querySelectorAll("[data-line]")) takeUp(line);
  const asks = [...lines.querySelectorAll("[data-kind=teeth]")].some((detail) => !detail.hidden);
  const missing = document.querySelector("[data-missing]");
  missing.hidden = !asks && !missingField.value;
}

/* What the server read while one typed: the figure, the sentence, the chart. */
function receive(teeth) {
  for (const line of lines.querySelectorAll("[data-line]")) {
    const said = teeth[line.dataset.line];
    const text = textOf(line);
    if (!text || (said ? !isOf(said, text) : text.value.trim())) continue;
    read.set(line.dataset.line, said);
    tell(line, said);
    if (said?.follows && said.counted !== null) {
      line.querySelector("[name$=-quantity]").value = said.counted;
      hidden(line, "quantity_by").value = "teeth";
    }
    if (line !== open) continue;
    chart.element.inert = false;
    if (!said?.wrong) chart.show(teethOf(line), missingTeeth());
  }
}

/* The question whether a tooth is worked twice has its tick beside the text. */
function askTwice(line, isAsked) {
  let tick = line.querySelector("[data-twice]");
  if (!tick && isAsked) {
    const holder = document.createElement("template");
    holder.innerHTML = pattern.querySelector("[data-twice]").outerHTML.replaceAll("__prefix__", line.dataset.line.split("-")[1]);
    tick = holder.content.firstElementChild;
    line.querySelector("[data-open-chart]").after(tick);
  }
  if (tick) tick.hidden = !isAsked;
}

function tell(line, said) {
  askTwice(line, Boolean(said?.twice));
  let told = line.querySelector("[data-teeth-told]");
  if (!told) {
    told = pattern.querySelector("[data-teeth-told]").cloneNode(false);
    line.querySelector(".order-line-more").before(told);
  }
  told.textContent = said ? [said.wrong, ...said.told, said.hint].filter(Boolean).join(" ") : "";
  told.classList.toggle("alarm", Boolean(said?.wrong));
}

function teethOf(line) {
  return new Teeth(read.get(line.dataset.line)?.works ?? [], cardOf(line));
}

function missingTeeth() {
  const named = new Map([...chart.boxes].map(([tooth, box]) => [box.dataset.number, tooth]));
  return new Set(missingField.value.split(/[\s,;]+/).flatMap((part) => spread(part.toUpperCase(), named)));
}

function spread(part, named) {
  const [first, last] = part.split(/[-–]/).map((name) => named.get(name));
  if (!first) return [];
  if (!last) return [first];
  const range = new Teeth();
  return range.bridge(first, last) ? [...range.works.keys()] : [];
}

function isOf(said, text) {
  return said?.text.normalize() === text.value.normalize();
}

function isRead(line) {
  const text = textOf(line);
  return !text.value.trim() || isOf(read.get(line.dataset.line), text);
}

/* The chart writes the text anew: it shows nothing before the server has read what stands there. */
function settled(line) {
  if (isRead(line)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const look = () => isRead(line) && end(true);
    const end = (isSettled) => {
      document.removeEventListener("labsite:teeth", look);
      resolve(isSettled);
    };
    document.addEventListener("labsite:teeth", look);
    setTimeout(() => end(isRead(line)), PATIENCE);
  });
}

/* Below the line, where it has the whole width; on a phone right below the teeth, else the field is out of sight. */
function placeOfChart(line) {
  return matchMedia("(max-width: 47.99rem)").matches ? textOf(line).closest("[data-kind]") : line.lastElementChild;
}

async function openChart(line) {
  if (open === line) return closeChart();
  if (!(await settled(line))) return say(line, words.offline);
  if (!chart) {
    try {
      const answer = await fetch(document.querySelector("[data-missing]").dataset.chartUrl);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      chart = new Chart(holder.content.firstElementChild, { changed, close: closeChart });
      chart.lists = [...holder.content.querySelectorAll(":scope > datalist")];
    } catch {
      return say(line, words.offline);
    }
  }
  if (open) closeChart();
  open = line;
  chart.element.inert = !isRead(line);
  line.querySelector("[data-open-chart]").setAttribute("aria-expanded", "true");
  placeOfChart(line).after(chart.element, ...chart.lists);
  chart.end = chart.chosen = chart.at = null;
  chart.show(teethOf(line), missingTeeth());
  chart.boxes.get(chart.reached()).focus({ preventScroll: true });
  chart.element.scrollIntoView({ block: "nearest" });
  chart.boxes.get(chart.reached()).scrollIntoView({ block: "nearest", inline: "center" });
  return undefined;
}

function closeChart() {
  const button = open.querySelector("[data-open-chart]");
  chart.element.remove();
  button.setAttribute("aria-expanded", "false");
  button.focus();
  open = null;
}

/* The chart has changed: the fields say the same, and everybody who listens to them hears of it. */
function changed() {
  const rank = (tooth) => Number(chart.boxes.get(tooth).dataset.rank);
  const called = (tooth) => chart.number(tooth);
  const { teeth, missing } = chart;
  const text = textOf(open);
  for (const [tooth, told] of Object.entries(teeth.card)) if (!teeth.has(Number(tooth)) || !Object.keys(told).length) delete teeth.card[tooth];
  hidden(open, "card").value = Object.keys(teeth.card).length ? JSON.stringify(teeth.card) : "";
  const gone = new Teeth([...missing].map((tooth) => [tooth, "unit", null])).text(rank, called);
  if (missingField.value !== gone && [...missingTeeth()].sort().join() !== [...missing].sort().join()) {
    missingField.value = gone;
    missingField.dispatchEvent(new Event("input", { bubbles: true }));
  }
  text.value = teeth.text(rank, called);
  isFromChart = true;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  isFromChart = false;
}

if (lines && missingField) {
  takeUpAll();
  document.addEventListener("labsite:teeth", ({ detail }) => receive(detail));
  new MutationObserver(takeUpAll).observe(lines, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  lines.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-chart]");
    if (button) openChart(button.closest("[data-line]"));
  });
  lines.addEventListener("input", ({ target }) => {
    if (open && target === textOf(open) && !isFromChart) chart.element.inert = true; // until it is read
  });
  lines.addEventListener("input", ({ target }) => {
    if (!target.name?.endsWith("-quantity")) return;
    const line = target.closest("[data-line]");
    if (textOf(line)) hidden(line, "quantity_by").value = target.value.trim() ? "hand" : "teeth";
  });
  missingField.addEventListener("input", () => {
    if (open) chart.show(chart.teeth, missingTeeth());
  });
}
