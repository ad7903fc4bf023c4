/* The editor of a document type: rows are moved by mouse or by keys, each shows what its kind needs, a field's placeholder is
   made of its label, and what is chosen from the list of placeholders is put into the layout.

   The sequence is told by the numbers of the rows; without this script people write them. */

const GAP = 10; // between the numbers of two rows
let sorting = 0;

function rowsIn(section) {
  return [...section.querySelectorAll(":scope > [data-formset-rows] > [data-formset-row]")];
}

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

/* As the numbers say: a form that is filled again from what was kept has its rows in the sequence of before. */
function sort(section) {
  const rows = rowsIn(section).sort((one, other) => field(one, "position").value - field(other, "position").value);
  section.querySelector("[data-formset-rows]").append(...rows);
}

function number(section) {
  rowsIn(section).forEach((row, place) => { field(row, "position").value = (place + 1) * GAP; });
}

/* What its kind does not ask for is hidden; a number with an analyte has its unit from there. */
function follow(row) {
  const kind = field(row, "kind").value;
  const isSection = kind === "section";
  row.classList.toggle("type-row-section", isSection);
  for (const part of row.querySelectorAll("[data-kinds]")) {
    part.hidden = part.dataset.kinds === "field" ? isSection : part.dataset.kinds !== kind;
    if ("plain" in part.dataset && field(row, "analyte").value.trim()) part.hidden = true;
  }
  const more = row.querySelector(".type-row-more");
  const hint = row.querySelector(".type-row-hint");
  const asksMore = ["number", "choice", "table"].includes(kind);
  hint.hidden = isSection || !("open" in row.dataset || field(row, "hint").value);
  more.hidden = isSection || (!asksMore && hint.hidden);
  const button = row.querySelector("[data-more]");
  button.hidden = isSection;
  button.setAttribute("aria-expanded", String(!hint.hidden));
}

function prepare(row) {
  row.querySelector("[data-moves]").hidden = false;
  row.querySelector("[data-add-below]").hidden = false;
  row.querySelector(".type-row-position").hidden = true;
  follow(row);
}

function moved(section) {
  number(section);
  const form = section.closest("form");
  form.dispatchEvent(new CustomEvent("labsite:moved"));
  section.dispatchEvent(new Event("change", { bubbles: true })); // the form knows that it is not saved yet
}

function say(section, row) {
  const shown = rowsIn(section).filter((one) => !one.hidden);
  const says = document.getElementById("row-moved");
  const told = { place: shown.indexOf(row) + 1, count: shown.length };
  says.textContent = says.dataset.moved.replace("{place}", told.place).replace("{count}", told.count);
}

function move(row, by) {
  const section = row.closest("[data-type-rows]");
  const shown = rowsIn(section).filter((one) => !one.hidden);
  const neighbour = shown[shown.indexOf(row) + by];
  if (!neighbour) return;
  const focused = document.activeElement;
  if (by < 0) neighbour.before(row);
  else neighbour.after(row);
  if (row.contains(focused)) focused.focus();
  row.scrollIntoView({ block: "nearest" });
  moved(section);
  say(section, row);
}

function add(section, { kind, below } = {}) {
  section.querySelector("[data-formset-add]").click();
  const row = rowsIn(section).at(-1);
  if (kind) field(row, "kind").value = kind;
  below?.after(row);
  follow(row);
  number(section);
  field(row, "label").focus();
  row.scrollIntoView({ block: "nearest" });
}

/* The placeholder is made of the label as long as nobody has typed another. */
function keyOf(label) {
  return label.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 36);
}

function propose(row) {
  const key = field(row, "key");
  const proposed = keyOf(field(row, "label").value);
  if (key.value === "" || key.value === key.dataset.proposed) key.value = proposed;
  key.dataset.proposed = proposed;
}

function ownPlaceholders(section) {
  const names = [];
  for (const row of rowsIn(section).filter((one) => !one.hidden)) {
    const label = field(row, "label").value.trim();
    if (label) names.push(field(row, "kind").value === "section" ? `section:${label}` : field(row, "key").value || keyOf(label));
  }
  const box = document.querySelector("[data-own-placeholders]");
  box.hidden = names.length === 0;
  box.querySelector("ul").replaceChildren(...names.map((name) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "type-placeholder", textContent: `{{${name}}}` });
    button.dataset.placeholder = button.textContent;
    item.append(button);
    return item;
  }));
}

function begin() {
  for (const section of document.querySelectorAll("[data-type-rows]")) {
    section.querySelector(".type-row-heads .type-row-position").hidden = true;
    rowsIn(section).forEach(prepare);
    section.querySelector("[data-type-add]").hidden = false;
    const list = section.querySelector("[data-formset-rows]");
    if (!window.Sortable?.get(list)) {
      window.Sortable?.create(list, { handle: "[data-handle]", animation: 120, onEnd: () => moved(section) });
    }
    if (rowsIn(section).length === 0) add(section, { kind: "section" });
  }
}

document.addEventListener("formset:added", (event) => {
  const section = event.target.closest("[data-type-rows]");
  if (!section) return;
  prepare(event.target);
  number(section);
  setTimeout(() => field(event.target, "label").focus()); // after the script that added it has looked for a field
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-type-rows] [data-formset-row]");
  const moving = event.target.closest("[data-move]");
  if (moving && row) move(row, Number(moving.dataset.move));
  if (event.target.closest("[data-more]") && row) {
    row.toggleAttribute("data-open");
    follow(row);
    if ("open" in row.dataset) field(row, "hint").focus();
  }
  if (event.target.closest("[data-add-below]") && row) add(row.closest("[data-type-rows]"), { below: row });
  const adding = event.target.closest("[data-type-add]");
  if (adding) add(adding.closest("[data-type-rows]"), { kind: adding.dataset.typeAdd });
  const placeholder = event.target.closest("[data-placeholder]");
  if (placeholder) {
    const layout = document.querySelector("textarea.type-layout");
    layout.setRangeText(placeholder.dataset.placeholder, layout.selectionStart, layout.selectionEnd, "end");
    layout.focus();
    layout.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-type-rows] [data-formset-row]");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !by || !event.altKey) return;
  event.preventDefault();
  move(row, by);
});

document.addEventListener("input", (event) => {
  const row = event.target.closest?.("[data-type-rows] [data-formset-row]");
  if (!row) return;
  if (event.target === field(row, "label") && !field(row, "row").value) propose(row);
  follow(row);
});

document.addEventListener("change", (event) => {
  const row = event.target.closest?.("[data-type-rows] [data-formset-row]");
  if (!row) return;
  follow(row);
  if (event.target !== field(row, "position")) return;
  clearTimeout(sorting);
  sorting = setTimeout(() => sort(row.closest("[data-type-rows]")));
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".type-placeholders") && event.target.open) {
    ownPlaceholders(document.querySelector("[data-type-rows]"));
  }
}, true);

begin();
document.addEventListener("htmx:after:swap", begin); // the page was drawn anew in its place
