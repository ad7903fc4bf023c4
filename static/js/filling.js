/* Filling in a document: Enter leads on, each field is saved when it is left and shortly after the last key, and what does
   not reach the laboratory stays here until it does. What others change meanwhile comes in; where both changed the same,
   both versions are shown. Without this script the form is saved by its button. */

import { forget } from "./keeping.js";
import { filled, words } from "./saying.js";
import { person, regain } from "./session.js";
import { isSaved } from "./unsaved.js";
import { addRow } from "./filling-rows.js";
import { goOn } from "./filling-keys.js";

const AFTER_KEY = 800; // milliseconds
const SIGN_OF_LIFE = 20_000;
const TRY_AGAIN = 5_000;
const PATIENCE = 15_000;

const form = document.querySelector("form[data-filling]");
const saved = new Map(); // name of a field -> what the laboratory has
const waiting = new Set(); // names of fields whose text is not there yet
const wrong = new Set(); // names of fields that could not be saved as they are
let timer = null;
let isSending = false;

function fieldOf(name) {
  return form.elements.namedItem(name);
}

function seenOf(name) {
  return fieldOf(`seen-${name}`);
}

function isEntry(field) {
  return field?.matches?.("[data-entry]") ?? false;
}

function note(field) {
  if (!saved.has(field.name)) saved.set(field.name, field.value);
}

function say(sentence, level = "") {
  const place = form.querySelector("[data-saved-says]");
  place.textContent = sentence;
  place.className = `fill-saved ${level}`;
}

/* What is typed by now differs from what the laboratory has. */
function look(field) {
  if (!isEntry(field)) return;
  if (field.value === saved.get(field.name)) waiting.delete(field.name);
  else waiting.add(field.name);
}

function plan(after) {
  clearTimeout(timer);
  timer = setTimeout(send, after);
}

function bodyOf(names) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "known"]) body.set(name, fieldOf(name).value);
  for (const name of names) {
    body.set(name, fieldOf(name).value);
    body.set(`seen-${name}`, seenOf(name).value);
  }
  return body;
}

async function post(names) {
  const asked = { method: "POST", headers: { "X-In-Place": person, Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(form.dataset.filling, { ...asked, body: bodyOf(names) });
  if (!answer.headers.has("X-Session")) return answer;
  const may = await regain();
  if (may !== true) throw new Refusal(may);
  return fetch(form.dataset.filling, { ...asked, signal: AbortSignal.timeout(PATIENCE), body: bodyOf(names) });
}

class Refusal extends Error {}

/* One save at a time: what is typed meanwhile goes with the next. Without fields it is a sign of life. */
async function send() {
  if (isSending) return plan(AFTER_KEY);
  isSending = true;
  const names = [...waiting];
  const sent = new Map(names.map((name) => [name, fieldOf(name).value]));
  if (names.length) say(form.dataset.saving);
  try {
    const answer = await post(names);
    const told = await answer.json().catch(() => null);
    if (told?.error) throw new Refusal(told.error);
    if (!answer.ok || !told) throw new Refusal(answer.status === 403 ? words.refused : words.failed);
    receive(told, sent);
  } catch (failed) {
    const isLine = !(failed instanceof Refusal);
    if (names.length || !isLine) say(isLine ? form.dataset.offline : filled(form.dataset.notSaved, { why: failed.message }), "fill-unsaved");
    if (isLine) plan(TRY_AGAIN);
  } finally {
    isSending = false;
  }
  if ([...waiting].some((name) => fieldOf(name).value !== sent.get(name))) plan(AFTER_KEY);
}

function receive(told, sent) {
  fieldOf("known").value = told.known;
  for (const [name, cell] of Object.entries(told.cells)) take(name, cell, sent);
  for (const [key, html] of Object.entries(told.tables)) show(form.querySelector(`[data-table-says="${key}"]`), html);
  showOthers(told.others);
  const open = [...waiting].filter((name) => wrong.has(name)).length;
  if (waiting.size > open) return say(form.dataset.saving);
  if (open) return say(filled(form.dataset.someWrong, { n: open }), "fill-unsaved");
  if (!sent.size && !form.querySelector(".fill-unsaved")) return; // a sign of life, and nothing to tell
  say(filled(form.dataset.saved, { time: told.saved_at }), "fill-done");
  isSaved(form);
  forget(form);
}

/* A field as the laboratory has it by now: of what was sent, of what is derived, of what somebody else typed. */
function take(name, cell, sent) {
  if (cell.state !== "saved") {
    wrong.add(name);
    mark(name, true);
    if (sent.has(name)) saved.set(name, null); // typed again as it is, it is sent again
    waiting.add(name);
    if (cell.says !== undefined) show(form.querySelector(`[data-says="${name}"]`), cell.says);
    return;
  }
  let field = fieldOf(name);
  if (!field) field = rowFor(name);
  if (!field) return;
  wrong.delete(name);
  mark(name, false);
  if (sent.has(name)) {
    saved.set(name, sent.get(name));
    if (field.value === sent.get(name)) put(field, cell.text);
    else waiting.add(name);
  } else if (isEntry(field) && waiting.has(name)) {
    return; // somebody else changed what is being typed here: saving it will show both
  } else if (field.value !== cell.text) {
    put(field, cell.text);
    if (cell.by) tell(name, cell.by);
  }
  if (field.value === saved.get(name) || !isEntry(field)) waiting.delete(name);
  if (seenOf(name)) seenOf(name).value = cell.seen;
  if (cell.says !== undefined) show(form.querySelector(`[data-says="${name}"]`), cell.says);
}

function put(field, text) {
  if (field.matches("select") && ![...field.options].some((option) => option.value === text)) field.add(new Option(text, text));
  if (field.value !== text) field.value = text;
  saved.set(field.name, field.value);
}

function rowFor(name) {
  const [key, row] = name.slice(2).split(".");
  const table = form.querySelector(`[data-fill-table="${CSS.escape(key)}"]`);
  while (table && row !== undefined && !fieldOf(name)) {
    const made = addRow(table);
    if (!made) return null;
    for (const field of made.querySelectorAll("[data-entry]")) note(field);
  }
  return fieldOf(name);
}

function mark(name, isWrong) {
  const field = fieldOf(name);
  if (!field) return;
  field.classList.toggle("is-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function show(place, html) {
  if (!place || place.innerHTML === html) return;
  place.innerHTML = html; // drawn and escaped by the server
  for (const buttons of place.querySelectorAll("[data-needs-script]")) buttons.hidden = false;
}

function tell(name, who) {
  const place = form.querySelector(`[data-says="${name}"]`);
  if (!place) return;
  const line = document.createElement("p");
  line.className = "fill-told";
  line.setAttribute("role", "status");
  line.textContent = filled(form.dataset.changedBy, { name: who });
  queueMicrotask(() => place.append(line));
}

function showOthers(names) {
  const line = form.querySelector("[data-others]");
  const says = names.length > 1 ? form.dataset.othersMany : form.dataset.othersOne;
  line.hidden = names.length === 0;
  const text = names.length ? filled(says, { names: names.join(", ") }) : "";
  const place = line.querySelector("[data-names]");
  if (place.textContent.trim() !== text) place.textContent = text;
}

function keepMine(button) {
  const name = button.dataset.keepMine;
  seenOf(name).value = button.dataset.seen;
  waiting.add(name);
  send();
}

function takeTheirs(button) {
  const name = button.dataset.takeTheirs;
  put(fieldOf(name), button.dataset.text);
  seenOf(name).value = button.dataset.seen;
  waiting.delete(name);
  wrong.delete(name);
  mark(name, false);
  button.closest(".fill-clash").remove();
  fieldOf(name).focus();
  send();
}

function begin() {
  for (const field of form.querySelectorAll("[data-entry]")) note(field);
  for (const buttons of form.querySelectorAll("[data-needs-script]")) buttons.hidden = false;
  for (const field of form.querySelectorAll("[aria-invalid]")) saved.set(field.name, null);
  form.addEventListener("input", (event) => {
    look(event.target);
    if (waiting.size) plan(AFTER_KEY);
  });
  form.addEventListener("change", (event) => {
    look(event.target);
    if (waiting.size) plan(0);
  });
  form.addEventListener("focusout", (event) => {
    if (waiting.has(event.target.name)) plan(0);
  });
  form.addEventListener("click", (event) => {
    const mine = event.target.closest("[data-keep-mine]");
    const theirs = event.target.closest("[data-take-theirs]");
    if (mine) keepMine(mine);
    if (theirs) takeTheirs(theirs);
  });
  form.addEventListener("keydown", (event) => goOn(event, form, note), true);
  form.addEventListener("picker:taken", (event) => look(event.target));
  window.addEventListener("online", () => plan(0));
  setInterval(() => document.hidden || timer === null || send(), SIGN_OF_LIFE);
  timer = 0;
  send(); // whoever else has it open is told
}

if (form) begin();
