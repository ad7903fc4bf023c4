/* A row more in a table that is filled in: a copy of the last one, empty. */

import { filled } from "./saying.js";

export function addRow(table) {
  const body = table.querySelector("tbody");
  const last = body.lastElementChild;
  const number = Number(last.dataset.row) + 1;
  if (number >= Number(table.dataset.most)) {
    const text = filled(table.closest("form").dataset.tooMany, { most: table.dataset.most });
    document.dispatchEvent(new CustomEvent("labsite:say", { detail: { text, level: "error" } }));
    return null;
  }
  const row = last.cloneNode(true);
  row.dataset.row = number;
  row.querySelector("th").textContent = number + 1;
  for (const field of row.querySelectorAll("input, select, textarea")) empty(field, last.dataset.row, number);
  body.append(row);
  return row;
}

function empty(field, before, number) {
  for (const name of ["id", "name"]) field[name] = field[name].replace(`.${before}.`, `.${number}.`);
  const label = field.getAttribute("aria-label");
  if (label) field.setAttribute("aria-label", label.replace(String(Number(before) + 1), String(number + 1)));
  field.classList.remove("is-invalid");
  field.removeAttribute("aria-invalid");
  field.value = field.type === "hidden" ? "0" : "";
}
