/* Pickers: one chooses a row by typing, as fast and as blindly as one likes. Each select[data-picker] and each
   input[data-picker] becomes one.

   What was typed is decided by Enter, by Tab, by a click elsewhere, or by saving: the marked row is taken, else the
   first one; after Escape none is, until something else is typed or the list is opened again. While the rows are not there yet the decision is remembered and carried out when they come, and saving
   waits for it. Text that names no row stays, is marked, and keeps the form from being sent; with
   data-picker-spills-into="name" it goes into that field of the form where it is empty, and that is said
   (data-picker-spilt). Enter never sends the form from here. */

import { BehindSelect, BehindText } from "./picker-field.js";
import { List } from "./picker-list.js";
import { RowsOfPage, RowsOfServer } from "./picker-rows.js";

const MOST_AT_A_GLANCE = 10;
const pickers = new Map(); // by the element that carries the value
const words = document.getElementById("words")?.dataset ?? {};

function filled(sentence, parts) {
  return sentence.replace(/{(\w+)}/g, (_all, name) => parts[name] ?? "");
}

class Picker {
  #typed = false; // what stands in the field is not decided yet
  #turn = 0; // counts what was typed, so that a late answer knows that it is late
  #rows = null; // those for what stands in the field now; null until they are there
  #coming = Promise.resolve();
  #marked = -1;
  #ahead = 0; // arrows pressed before the rows came
  #moved = false;
  #following = null;
  #dropped = false; // Escape: none of the rows is meant

  constructor(behind) {
    this.behind = behind;
    this.input = behind.input;
    this.#typed = !behind.value && this.input.value !== ""; // came back from the server as it was typed
    const { pickerUrl, pickerLately } = behind.settings;
    this.rows = pickerUrl
      ? new RowsOfServer(pickerUrl, pickerLately, () => this.#parameters())
      : new RowsOfPage(behind.list);
    this.#dress();
    this.refresh();
    this.#listen();
  }

  /* Whether something typed here waits for an answer or names nothing, or the only row is being looked for. */
  get isOpenQuestion() {
    return this.#typed || this.#following !== null;
  }

  /* Not so in a line that was removed. */
  get isSeen() {
    return this.input.getClientRects().length > 0;
  }

  /* Whether it has been said that the text names nothing. */
  get isUnanswered() {
    return this.#typed && this.input.classList.contains("is-invalid");
  }

  /* What was missing may have been added in another tab. */
  async askAgain() {
    if (!this.isUnanswered || this.#dropped || !this.behind.settings.pickerNew) return;
    this.#look();
    await this.#coming;
    if (!this.isUnanswered || this.#rows?.length !== 1) return;
    this.take(this.#rows[0]);
    if (document.activeElement === document.body) this.input.focus(); // it was on the link that is gone
  }

  /* The text of what is chosen; also when another script has changed the value. */
  refresh() {
    if (this.#typed) return;
    this.input.value = this.behind.text;
    this.#offerClearing();
  }

  /* Decides what was typed, whatever is typed meanwhile; true where a row, or nothing, is chosen then. */
  async settled() {
    await this.#following;
    for (let turn = null; this.#typed && turn !== this.#turn;) {
      turn = this.#turn;
      await this.#decide();
    }
    return !this.#typed;
  }

  /* Empties the field and takes the only row there is, unless the person is at it; saving waits for that too. */
  follow(dependsOn) {
    if (this.#typed) return; // typed for what is chosen there now
    const wasOpen = this.list?.isOpen;
    this.take(null);
    if (wasOpen) return this.#open();
    const following = this.#takeOnly(dependsOn).finally(() => {
      if (this.#following === following) this.#following = null;
    });
    this.#following = following;
  }

  async #takeOnly(dependsOn) {
    const [turn, on] = [this.#turn, dependsOn()];
    const rows = on ? await this.rows.find("") : [];
    if (rows?.length === 1 && turn === this.#turn && on === dependsOn()) this.take(rows[0]);
  }

  /* Puts the cursor here and shows the rows. */
  start() {
    this.input.focus();
    this.#open();
  }

  #dress() {
    const { input } = this;
    input.autocomplete = "off";
    input.spellcheck = false;
    for (const [name, said] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-haspopup": "listbox" })) {
      input.setAttribute(name, said);
    }
    if (!this.behind.isOptional) return;
    this.clearing = document.createElement("button");
    this.clearing.type = "button";
    this.clearing.tabIndex = -1; // by key: empty the field
    this.clearing.className = "picker-clear";
    this.clearing.setAttribute("aria-label", words.pickerClear ?? "");
    this.clearing.hidden = true;
    this.behind.wrapper.append(this.clearing);
  }

  #listen() {
    const { input } = this;
    input.addEventListener("input", () => this.#type());
    input.addEventListener("change", (event) => event.stopPropagation()); // the form hears of what is chosen, not typed
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#typed || input.select());
    input.addEventListener("click", () => this.#click());
    input.addEventListener("blur", () => this.#leave());
    this.clearing?.addEventListener("mousedown", (event) => event.preventDefault());
    this.clearing?.addEventListener("click", () => {
      this.take(null);
      input.focus();
    });
    this.behind.holder.addEventListener("change", () => this.refresh());
  }

  /* What else the rows depend on; a picker among it is waited for. */
  async #parameters() {
    const said = {};
    for (const name of (this.behind.settings.pickerWith ?? "").split(" ").filter(Boolean)) {
      const other = this.behind.form?.elements[name];
      await pickers.get(other)?.settled();
      said[name] = other?.value;
    }
    return said;
  }

  #type() {
    this.#typed = true;
    this.#dropped = false;
    this.#complain("");
    this.#look({ soon: true });
    this.#open();
  }

  get #isAsking() {
    return this.behind.wrapper.classList.contains("is-asking");
  }

  #look(how = {}) {
    const turn = (this.#turn += 1);
    const typed = this.#typed ? this.input.value : "";
    this.#rows = null;
    this.#ahead = 0;
    this.#moved = false;
    const found = this.rows.find(typed, how);
    if (Array.isArray(found)) return this.#show(found, typed);
    this.#asks(true);
    if (this.list?.isOpen) this.#mark(-1); // the rows that stand there are those of before
    this.#coming = found.then((rows) => turn === this.#turn && this.#show(rows, typed));
  }

  #show(rows, typed) {
    this.#asks(false);
    this.#rows = rows; // null: no answer
    if (rows && this.list?.isOpen) this.#draw(rows, typed);
  }

  #draw(rows, typed) {
    const chosen = this.behind.value;
    this.list.draw(rows, typed, chosen, rows.length ? "" : this.#nothing(typed));
    this.#mark(this.#typed && typed.trim() ? 0 : rows.findIndex((row) => row.id === chosen));
    if (this.#ahead) this.#move(this.#ahead);
    this.#expanded(rows.length > 0);
    this.status.textContent = rows.length ? filled(words.pickerRows ?? "", { n: rows.length }) : this.#nothing(typed);
  }

  #asks(is) {
    this.behind.wrapper.classList.toggle("is-asking", is);
  }

  #mark(place) {
    this.#marked = place;
    this.list.mark(place);
  }

  #move(steps) {
    const count = this.list.rows.length;
    this.#moved = true;
    if (count) this.#mark((this.#marked < 0 && steps < 0 ? steps : this.#marked + steps + count) % count);
  }

  #arrow(step) {
    if (!this.list?.isOpen) this.#open();
    else if (this.#rows) this.#move(step);
    else this.#ahead += step;
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") this.#enter();
    else if (event.key === "ArrowDown") this.#arrow(1);
    else if (event.key === "ArrowUp") this.#arrow(-1);
    else if (event.key === "Escape" && this.list?.isOpen) this.#drop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #enter() {
    if (this.#typed) this.#decide();
    else if (this.list?.isOpen && this.#marked >= 0) this.take(this.#rows[this.#marked]);
    else this.#close();
  }

  #drop() {
    this.#dropped = this.#typed;
    this.#ahead = 0;
    this.#moved = false;
    this.#close();
  }

  #click() {
    const { selectionStart: from, selectionEnd: to, value } = this.input;
    // A click into what is selected takes the selection away once it has been heard.
    if (from === to || to - from === value.length) setTimeout(() => this.#typed || this.input.select());
    this.#open();
  }

  #leave() {
    if (!document.hasFocus()) return; // another window: the field keeps its place
    if (this.#typed) this.#decide();
    else if (this.#moved && this.list?.isOpen && this.#marked >= 0) this.take(this.#rows[this.#marked]);
    this.#close();
  }

  #open() {
    if (this.list?.isOpen) return;
    this.#dropped = false;
    this.list ??= this.#makeList();
    this.list.open(this.behind.wrapper);
    if (this.#typed && this.#rows) this.#draw(this.#rows, this.input.value);
    else {
      this.list.draw([], "", "", "");
      if (!this.#isAsking) this.#look();
    }
  }

  #makeList() {
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.behind.wrapper.append(this.status);
    return new List(this.input, words.pickerList ?? "", (row) => this.take(row));
  }

  #expanded(is) {
    this.input.setAttribute("aria-expanded", String(is));
  }

  #close() {
    this.list?.close();
    this.#expanded(false);
    this.input.removeAttribute("aria-activedescendant");
  }

  async #decide() {
    const decidedAt = performance.now();
    const typed = this.input.value;
    if (!typed.trim() && !this.#moved) return this.take(null, decidedAt);
    if (this.#dropped) return this.#findNothing(typed);
    if (!this.#rows && !this.#isAsking) this.#look();
    const turn = this.#turn;
    const marked = this.#rows ? this.#marked : null;
    if (!this.#rows) await this.#coming;
    if (turn !== this.#turn || !this.#typed) return; // something else was typed or taken meanwhile
    if (this.#dropped) return this.#findNothing(typed);
    const count = this.#rows?.length ?? 0;
    if (count) this.take(this.#rows[Math.max(marked ?? ((this.#ahead % count) + count) % count, 0)], decidedAt);
    else this.#findNothing(typed);
  }

  /* Chooses a row, or none. */
  take(row, decidedAt = performance.now()) {
    const before = this.behind.value;
    this.#typed = false;
    this.#dropped = false;
    this.#turn += 1;
    this.#rows = null;
    this.#asks(false);
    this.behind.put(row);
    this.input.value = row?.text ?? "";
    this.#close();
    this.#complain("");
    this.#offerClearing();
    if (before !== this.behind.value) this.behind.tell(row, decidedAt);
  }

  /* The typed text stays; nothing is chosen, and that is said. */
  #findNothing(typed) {
    this.#close();
    if (this.isUnanswered && (this.#rows || this.#dropped)) return; // said already
    if ((this.#rows || this.#dropped) && this.#spill(typed)) return;
    const before = this.behind.value;
    this.behind.put(null);
    this.#complain(this.#why(typed), typed);
    if (before) this.behind.tell(null, performance.now());
  }

  #why(typed) {
    if (this.#dropped) return filled(words.pickerDropped ?? "", { typed: typed.trim() });
    return this.#rows ? this.#nothing(typed) : words.offline;
  }

  /* Takes the typed text over into the field for what is not in the list, where that one is empty. */
  #spill(typed) {
    const { pickerSpillsInto, pickerSpilt } = this.behind.settings;
    const into = this.behind.form?.elements[pickerSpillsInto];
    const text = typed.trim();
    if (!into || (into.value.trim() && into.value.trim() !== text)) return false;
    into.value = text;
    into.dispatchEvent(new Event("input", { bubbles: true }));
    this.take(null);
    this.#say("picker-note", "status", filled(pickerSpilt ?? "", { typed: text }), text);
    return true;
  }

  #nothing(typed) {
    const { settings } = this.behind;
    const sentence = filled(settings.pickerNone ?? this.behind.list.dataset.none ?? words.pickerNone ?? "", { typed: typed.trim() });
    const count = this.rows.count;
    return count ? `${sentence} ${filled(words.pickerAll ?? "", { n: count })}` : sentence;
  }

  #complain(sentence, typed = "") {
    const { input, behind } = this;
    this.said?.remove();
    this.said = null;
    for (const old of behind.wrapper.parentElement.querySelectorAll(":scope > .invalid-feedback")) old.remove();
    input.classList.toggle("is-invalid", sentence !== "");
    input.setAttribute("aria-invalid", String(sentence !== ""));
    if (sentence) this.#say("invalid-feedback", "alert", sentence, typed);
  }

  #say(css, role, sentence, typed) {
    this.said = document.createElement("p");
    this.said.className = css;
    this.said.setAttribute("role", role);
    this.said.append(sentence, ...this.#wayOut(typed));
    this.behind.wrapper.after(this.said);
  }

  #wayOut(typed) {
    const { pickerNew, pickerNewSays } = this.behind.settings;
    if (!pickerNew) return [];
    const link = document.createElement("a");
    link.href = filled(pickerNew, { typed: encodeURIComponent(typed.trim()) });
    link.target = "_blank"; // what is typed on this page stays
    link.textContent = pickerNewSays;
    return [" ", link];
  }

  #offerClearing() {
    if (this.clearing) this.clearing.hidden = !this.behind.value;
  }
}

function wantsPicker(field) {
  return "picker" in field.dataset || field.options.length > MOST_AT_A_GLANCE;
}

/* Makes pickers of all fields under `root` that ask for it, and of every select that is too long to be looked over. */
export function takeUp(root) {
  const fields = root.querySelectorAll("select:not([hidden], [multiple]), input[data-picker][list]");
  for (const field of [...fields].filter(wantsPicker)) {
    const picker = new Picker(field.matches("select") ? new BehindSelect(field) : new BehindText(field));
    pickers.set(picker.behind.holder, picker);
  }
}

/* The picker of a field of a form, by the element that carries its value. */
export function pickerOf(holder) {
  return pickers.get(holder);
}

/* (id, text) of what was typed into the pickers of a form and is not decided yet. */
export function undecidedIn(form) {
  const open = [...pickers.values()].filter((one) => one.isOpenQuestion && one.behind.form === form);
  return open.map(({ input }) => [input.id, input.value]);
}

async function saveWhenDecided(form, submitter, open) {
  await Promise.all(open.map((picker) => picker.settled()));
  const wrong = open.find((picker) => picker.isOpenQuestion);
  if (wrong && form.method === "post") wrong.input.focus();
  else form.requestSubmit(submitter);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (event.submitter?.formNoValidate) return;
    const open = [...pickers.values()].filter((one) => one.isOpenQuestion && one.behind.form === form && one.isSeen);
    const waits = form.method === "post" ? open : open.filter((one) => !one.isUnanswered);
    if (!waits.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saveWhenDecided(form, event.submitter, waits);
  },
  true,
);

takeUp(document);
document.addEventListener("htmx:after:swap", () => {
  for (const [holder] of pickers) if (!holder.isConnected) pickers.delete(holder);
  takeUp(document);
});
window.addEventListener("focus", () => pickers.forEach((picker) => picker.askAgain()));
window.addEventListener("pageshow", () => pickers.forEach((picker) => picker.refresh()));
