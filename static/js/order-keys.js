/* The order form under the keyboard. A service that is taken leads to what it asks for, a patient to the services. In a
   line Enter goes on from field to field and from the last one to the next line, Alt+Enter to that at once; Alt+Delete
   removes the line. In the teeth an arrow down opens the chart. */

import { pickerOf } from "./picker.js";

const form = document.getElementById("order-form");
const lines = document.querySelector("[data-lines]");

function lineOf(element) {
  return element.closest?.("[data-line]");
}

function serviceIn(line) {
  return line.querySelector("[name$=-service]");
}

function isSeen(element) {
  return element.getClientRects().length > 0;
}

function start(field) {
  field.focus();
  field.select?.();
}

/* The first field that has to be filled in and is not, else the quantity. */
function goIn(line) {
  const needed = [...line.querySelectorAll("[data-kind]:not([hidden])")]
    .filter((detail) => !detail.querySelector("[data-required-mark]").hidden)
    .map((detail) => detail.querySelector("input[type=text]"))
    .find((field) => !field.value);
  start(needed ?? line.querySelector("[name$=-quantity]"));
}

/* Only where the person has not gone on to something else meanwhile. */
function isWaitingIn(line) {
  const { activeElement: at } = document;
  if (at === document.body) return true;
  return at === line.querySelector(".order-line-service [role=combobox]") || (at.name?.endsWith("-quantity") && lineOf(at) === line);
}

function takeService(event) {
  const line = lineOf(event.target);
  if (!event.target.name?.endsWith("-service") || !event.detail.row) return;
  // after the fields of the service are there, and after Tab has moved on by itself
  setTimeout(() => isWaitingIn(line) && goIn(line));
}

function takePatient(event) {
  if (event.detail.row && document.activeElement.id === "id_patient") startLine(lines.querySelector("[data-line]:not([hidden])"));
}

/* The service of a line where it is still to be chosen, else what the line asks for. */
function startLine(line) {
  if (!line) return document.querySelector("[data-add-line]").click();
  const service = serviceIn(line);
  const picker = pickerOf(service);
  if (service.value || !picker) goIn(line);
  else picker.start();
}

function nextTo(line) {
  let next = line.nextElementSibling;
  while (next && (!next.matches("[data-line]") || next.hidden)) next = next.nextElementSibling;
  return next;
}

/* What the service asks for; the people below it stand for themselves. */
function detailsOf(line) {
  return [...line.querySelectorAll("[data-kind]:not([hidden]) > input[type=text]")];
}

/* From field to field, and from the last one to the next line: Enter saves nothing here, where people press it after
   everything that they type. */
function goOn(field, line) {
  const details = detailsOf(line);
  const next = details[details.indexOf(field) + 1];
  if (next) start(next);
  else startLine(nextTo(line));
}

/* Enter in a picker is the picker's, but in the last one once its list is closed. */
function isOurs(field, line) {
  if (!field.matches("input[type=text]")) return false;
  if (!field.matches("[role=combobox]")) return true;
  const people = [...line.querySelectorAll(".order-line-person [role=combobox]")];
  return field === people.at(-1) && field.getAttribute("aria-expanded") !== "true";
}

function actFor({ target, key, altKey }, line) {
  if (key === "Enter" && altKey) return () => startLine(nextTo(line));
  if (key === "Enter" && isOurs(target, line)) return target.matches("[role=combobox]") ? () => startLine(nextTo(line)) : () => goOn(target, line);
  if (key === "Delete" && altKey) return () => line.querySelector("[data-remove-line]")?.click();
  if (key === "ArrowDown" && target.name?.endsWith("-teeth")) return () => line.querySelector("[data-open-chart]")?.click();
  return null;
}

function press(event) {
  const line = lineOf(event.target);
  if (!line || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest(".dental-editor")) return; // the chart has its own keys
  const act = actFor(event, line);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

if (lines) {
  form.addEventListener("picker:taken", takeService);
  form.elements.patient.addEventListener("picker:taken", (event) => setTimeout(() => takePatient(event)));
  document.addEventListener("keydown", press, true);
}
