/* What is typed is kept in this tab until it is saved, for the person who typed it: should the session end, the page be
   left or the browser fail, it is offered on return. Passwords and files are never kept. */

import { undecidedIn } from "./picker.js";
import { clock, filled, words } from "./saying.js";
import { person } from "./session.js";

const EVERY = 2000; // milliseconds
const DAYS_KEPT = 7;
const NEVER = /csrfmiddlewaretoken|form_token|password/;
const UNKEPT = ["password", "file", "submit", "button", "reset", "image"];
const OURS = `typed:${person}:`;
const WAITING = `${OURS}undecided`;
let isLeaving = false; // logging out

function addressOf(form) {
  return new URL(form.getAttribute("action") || location.href, location.href).pathname;
}

function keyOf(form) {
  return `${OURS}${addressOf(form)}:${form.elements.form_token.value}`;
}

function isKept(form) {
  return person && form.elements.form_token && form.matches("[data-warn-unsaved]");
}

/* [name, value], and for what was chosen from a list also how it reads. */
function read(form) {
  const secret = new Set([...form.querySelectorAll("[type=password]")].map((field) => field.name));
  const texts = new Map();
  for (const { name, value, text } of optionsIn(form)) texts.set(`${name} ${value}`, text);
  return [...new FormData(form)]
    .filter(([name, value]) => typeof value === "string" && !NEVER.test(name) && !secret.has(name))
    .map(([name, value]) => (texts.has(`${name} ${value}`) ? [name, value, texts.get(`${name} ${value}`)] : [name, value]));
}

function optionsIn(form) {
  const selects = [...form.querySelectorAll("select[name]")];
  return selects.flatMap(({ name, selectedOptions }) => [...selectedOptions].map(({ value, text }) => ({ name, value, text })));
}

function write(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch { /* full: the page itself still holds what was typed */ }
}

function found(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep() {
  if (isLeaving) return;
  for (const form of document.querySelectorAll("form[data-typed]")) {
    if (!isKept(form)) continue;
    write(keyOf(form), { at: Date.now(), address: addressOf(form), token: form.elements.form_token.value, fields: read(form), undecided: undecidedIn(form) });
  }
}

/* Saved: nothing is left to keep. */
export function forget(form) {
  if (isKept(form)) sessionStorage.removeItem(keyOf(form));
}

/* What was typed is in no record, and its form has acted: it is kept for another form at the same address. */
export function loosen(form) {
  if (!isKept(form)) return;
  keep();
  const kept = found(keyOf(form));
  forget(form);
  if (kept) write(`${OURS}${kept.address}:loose`, { ...kept, token: null });
}

function ours() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(OURS) && key !== WAITING);
}

function forgetAll() {
  isLeaving = true;
  for (const key of [...ours(), WAITING]) sessionStorage.removeItem(key);
  setTimeout(() => { isLeaving = false; }, 1000); // still here: the person was asked, and stayed
}

function newestFor(form) {
  const all = ours().map((key) => ({ key, ...found(key) })).filter((kept) => kept.address === addressOf(form));
  return all.sort((one, other) => other.at - one.at)[0];
}

function button(says, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-small ${look}`;
  made.textContent = says;
  made.addEventListener("click", act);
  return made;
}

function offer(form, kept) {
  const line = document.createElement("div");
  line.className = "line line-info kept";
  line.setAttribute("role", "status");
  const said = document.createElement("span");
  said.textContent = filled(form.dataset.keptSays ?? words.kept, { time: clock(kept.at) });
  const ways = document.createElement("span");
  ways.className = "buttons";
  ways.append(
    button(words.takeUp, "btn-outline-secondary", () => {
      line.remove();
      takeUp(form, kept);
    }),
    button(words.throwAway, "btn-ghost", () => {
      line.remove();
      sessionStorage.removeItem(kept.key);
    }),
  );
  line.append(said, ways);
  (form.querySelector(".dialog-body") ?? form).prepend(line);
}

function takeUp(form, kept) {
  const token = kept.token ?? form.elements.form_token.value;
  sessionStorage.removeItem(kept.key);
  if (form.dataset.takeUp) return drawAgain(form, kept, token);
  form.elements.form_token.value = token;
  fill(form, kept.fields);
  type(kept.undecided);
  form.dataset.typed = "";
  keep();
}

/* The server draws the form with what was typed: rows, choices and files that wait for it. */
function drawAgain(form, kept, token) {
  write(`${OURS}${kept.address}:${token}`, { ...kept, key: undefined, token });
  write(WAITING, kept.undecided);
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.getAttribute("action") || location.href;
  again.hidden = true;
  const fields = [...kept.fields, ["form_token", token], ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], [form.dataset.takeUp, "on"]];
  for (const [name, value] of fields) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

function type(texts) {
  for (const [id, text] of texts ?? []) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("blur"));
  }
}

/* Rows that were added to the form are added again first. */
function addRows(form, fields) {
  for (const [name, count] of fields) {
    const section = name.endsWith("-TOTAL_FORMS") && form.querySelector(`[data-formset="${name.slice(0, -12)}"]`);
    const adding = section && section.querySelector("[data-formset-add]");
    for (let missing = Number(count) - Number(form.elements[name].value); adding && missing > 0; missing -= 1) adding.click();
  }
}

function put(field, said) {
  const values = said.map(([_name, value]) => value);
  if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.includes(field.value);
  else if (field.matches("select")) {
    for (const [, value, text] of said) {
      if (![...field.options].some((option) => option.value === value)) field.add(new Option(text, value));
    }
    for (const option of field.options) option.selected = values.includes(option.value);
  } else if (values.length) field.value = values.shift();
}

function fill(form, fields) {
  addRows(form, fields);
  for (const field of form.elements) {
    if (!field.name || NEVER.test(field.name) || UNKEPT.includes(field.type)) continue;
    put(field, fields.filter(([name]) => name === field.name));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* A form that came back with everything typed needs no offer: it goes on being kept. */
function receive(root) {
  for (const form of root.querySelectorAll("form[data-warn-unsaved]")) {
    if (!isKept(form) || form.querySelector(":scope .kept")) continue;
    if (found(keyOf(form))) form.dataset.typed = "";
    const kept = newestFor(form);
    if (kept && !("typed" in form.dataset)) offer(form, kept);
  }
}

function forgetOld() {
  for (const key of ours()) {
    if (!(found(key)?.at > Date.now() - DAYS_KEPT * 24 * 3600 * 1000)) sessionStorage.removeItem(key);
  }
}

if (person) {
  forgetOld();
  window.addEventListener("pageshow", () => receive(document));
  document.addEventListener("htmx:after:swap", () => receive(document));
  type(found(WAITING));
  sessionStorage.removeItem(WAITING);
  setInterval(keep, EVERY);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
  document.addEventListener("submit", (event) => event.target.matches("[data-log-out]") && forgetAll());
}
