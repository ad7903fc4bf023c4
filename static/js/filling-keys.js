/* By keyboard alone: Enter leads to the next field, Shift+Enter back; in a long text, where Enter is a line, Ctrl+Enter.
   In the last cell of a table Enter begins a new row, unless the row is empty: then it leads out of the table. */

import { addRow } from "./filling-rows.js";

function entries(form) {
  return [...form.querySelectorAll("[data-entry]:not(:disabled), .picker-input")].filter((field) => field.offsetParent !== null);
}

function isList(field) {
  return field.closest(".picker") !== null;
}

function leads(event) {
  if (event.key !== "Enter" || event.isComposing || event.altKey) return false;
  const wants = event.ctrlKey || event.metaKey;
  return event.target.matches("textarea") ? wants : !wants;
}

/* The row that the last cell of a table begins. */
function rowAfter(field, isBack) {
  const row = field.closest("[data-fill-table] tbody tr");
  if (!row || isBack || row.nextElementSibling) return null;
  const cells = [...row.querySelectorAll("[data-entry]")];
  if (cells.at(-1) !== field || cells.every((cell) => cell.value === "")) return null;
  return row.closest("[data-fill-table]");
}

function focus(field) {
  field.focus();
  if (field.matches("input")) field.select();
  field.scrollIntoView({ block: "nearest" });
}

export function goOn(event, form, note) {
  const field = event.target;
  if (!field.matches("[data-entry]") || isList(field) || !leads(event)) return;
  event.preventDefault();
  event.stopPropagation();
  const table = rowAfter(field, event.shiftKey);
  if (table) {
    const made = addRow(table);
    if (!made) return;
    for (const one of made.querySelectorAll("[data-entry]")) note(one);
    return focus(made.querySelector("[data-entry]"));
  }
  const all = entries(form);
  const next = all[all.indexOf(field) + (event.shiftKey ? -1 : 1)];
  if (next) focus(next);
  else if (!event.shiftKey) form.querySelector("[name=finish]").focus();
}
