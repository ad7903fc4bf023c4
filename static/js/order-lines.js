/* Lines of the order form: added and removed in place, each showing what its service asks for. Without this script
   buttons of the form do the same by way of the server. */

import { pickerOf, takeUp as takeUpPickers } from "./picker.js";

const lines = document.querySelector("[data-lines]");
const pattern = document.querySelector("[data-empty-line]");
const services = document.getElementById("services");

function made(html, place) {
  const holder = document.createElement("template");
  holder.innerHTML = html.replaceAll("__prefix__", place);
  return holder.content.firstElementChild;
}

function placeOf(line) {
  return line.dataset.line.split("-")[1];
}

function asked(line) {
  const { value } = service(line);
  return (value && services.querySelector(`[data-id="${value}"]`)?.dataset.asks.split(" ")) || [];
}

function service(line) {
  return line.querySelector("[name$=-service]");
}

/* In the sequence of the pattern, which has a field for everything that may be asked. */
function showAsked(line) {
  const kinds = asked(line);
  const people = line.querySelector(".order-line-person");
  for (const model of pattern.content.querySelectorAll("[data-kind]")) {
    const { kind } = model.dataset;
    const required = kinds.includes(`${kind}!`);
    const isAsked = required || kinds.includes(kind);
    let detail = line.querySelector(`[data-kind=${kind}]`);
    if (!detail && !isAsked) continue;
    detail ??= made(model.outerHTML, placeOf(line));
    people.before(detail);
    detail.hidden = !isAsked && !detail.querySelector("input").value;
    detail.querySelector("[data-required-mark]").hidden = !required;
  }
}

/* The button stands in the pattern alone: without this script it would do nothing in three hundred lines. */
function takeUp(line) {
  const checkbox = line.querySelector("[data-delete]");
  if (!checkbox.querySelector("input").disabled && !line.querySelector("[data-remove-line]")) {
    checkbox.after(pattern.content.querySelector("[data-remove-line]").cloneNode(true));
  }
  checkbox.hidden = true;
  line.hidden = line.querySelector("[data-delete] input").checked;
}

function add() {
  const total = document.getElementById("id_lines-TOTAL_FORMS");
  const line = made(pattern.innerHTML, total.value);
  lines.append(line);
  total.value = Number(total.value) + 1;
  takeUp(line);
  takeUpPickers(line);
  showAsked(line);
  pickerOf(service(line)).start();
}

function remove(line) {
  const box = line.querySelector("[data-delete] input");
  box.checked = true;
  line.hidden = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector("[data-add-line]").focus();
}

/* The price that came with a service goes with it; one that was typed stays, and the server is told which it is. */
function changeService(line) {
  const typed = line.querySelector("[name$=-price_typed]");
  if (typed && !typed.value) line.querySelector("[name$=-unit_price]").value = "";
  showAsked(line);
}

function notePrice(price) {
  price.closest("[data-line]").querySelector("[name$=-price_typed]").value = price.value ? "on" : "";
}

if (lines) {
  lines.querySelectorAll("[data-line]").forEach(takeUp);
  lines.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-service")) changeService(event.target.closest("[data-line]"));
  });
  lines.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("-unit_price")) notePrice(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-line]")) {
      event.preventDefault();
      add();
    }
    const removing = event.target.closest("[data-remove-line]");
    if (removing) remove(removing.closest("[data-line]"));
  });
}
