/* Rows of a form, added and removed without leaving the page. Without this script there are spare rows and a checkbox
   "Remove" in each: this script only ticks that box and hides the row, so the server hears the same either way. */

import { takeUp } from "./picker.js";

function total(section) {
  return section.querySelector(`[name="${section.dataset.formset}-TOTAL_FORMS"]`);
}

function prepare(row) {
  row.querySelector("[data-formset-delete]").hidden = true;
  row.querySelector("[data-formset-remove]").hidden = false;
  row.hidden = row.querySelector("[data-formset-delete] input").checked;
}

function add(section) {
  const count = total(section);
  const holder = document.createElement("template");
  holder.innerHTML = section.querySelector("[data-formset-empty]").innerHTML.replaceAll("__prefix__", count.value);
  const row = holder.content.firstElementChild;
  section.querySelector("[data-formset-rows]").append(row);
  count.value = Number(count.value) + 1;
  prepare(row);
  takeUp(row);
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(row) {
  const box = row.querySelector("[data-formset-delete] input");
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true })); // the form knows that it is not saved yet
  row.hidden = true;
  row.closest("[data-formset]").querySelector("[data-formset-add]").focus();
}

function prepareAll() {
  for (const section of document.querySelectorAll("[data-formset]")) {
    section.querySelector("[data-formset-add]").hidden = false;
    section.querySelectorAll("[data-formset-rows] [data-formset-row]").forEach(prepare);
  }
}

prepareAll();
document.addEventListener("htmx:after:swap", prepareAll); // the page was drawn anew in its place

document.addEventListener("click", (event) => {
  const adding = event.target.closest("[data-formset-add]");
  if (adding) add(adding.closest("[data-formset]"));
  const removing = event.target.closest("[data-formset-remove]");
  if (removing) remove(removing.closest("[data-formset-row]"));
});
