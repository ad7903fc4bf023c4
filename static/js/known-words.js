/* data-known-words="id of a datalist" on a text field: words with commas between them. Known ones are offered while one
   types, new ones are taken as they are. Enter ends a word and never sends the form. */

import { List } from "./picker-list.js";
import { RowsOfPage } from "./picker-rows.js";

function offer(field) {
  const rows = new RowsOfPage(document.getElementById(field.dataset.knownWords));
  const list = new List(field, document.getElementById("words")?.dataset.pickerList ?? "", complete);
  let marked = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  expanded(false);

  function expanded(is) {
    field.setAttribute("aria-expanded", String(is));
  }

  function begun() {
    return field.value.slice(field.value.lastIndexOf(",") + 1).trim();
  }

  function complete(row) {
    const before = field.value.slice(0, field.value.lastIndexOf(",") + 1);
    field.value = `${before}${before && " "}${row.text}, `;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    list.close();
    expanded(false);
    mark(-1);
  }

  function mark(place) {
    marked = place;
    list.mark(place);
  }

  field.addEventListener("input", () => {
    const there = field.value.split(",").map((word) => word.trim());
    const found = begun() ? rows.find(begun()).filter((row) => !there.includes(row.text)) : [];
    if (!found.length) return close();
    list.open(field.parentElement);
    list.draw(found, begun(), null, "");
    mark(-1);
    expanded(true);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") begun() && complete(marked >= 0 ? list.rows[marked] : { text: begun() });
    else if (list.isOpen && step) mark((Math.max(marked, step < 0 ? 0 : -1) + step + list.rows.length) % list.rows.length);
    else if (list.isOpen && event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

document.querySelectorAll("[data-known-words]").forEach(offer);
