/* Find anything: the box of the top bar with its list. The last key counts: an older answer never replaces a newer one,
   and Enter before the answer waits for it. Without this script Enter leads to the page with the same rows.

   What was opened lately is remembered in this browser by its address alone, no name, and forgotten on logging out. */

import { wordsOf } from "./folding.js";
import { List } from "./picker-list.js";
import { ask } from "./picker-rows.js";
import { person } from "./session.js";

const PAUSE = 120; // milliseconds without a key before the server is asked
const MOST_REMEMBERED = 12;
const KEY = `lately:${person}`;
const RECORD = /^\/(orders|patients|customers|documents|catalog\/services|billing\/(payments|refunds)|stock\/receipts|team)\/[^/]*\d[^/]*\/$/;
const words = document.getElementById("words")?.dataset ?? {};

function remembered() {
  try {
    const paths = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
  } catch {
    return [];
  }
}

function remember(path) {
  const others = remembered().filter((one) => one !== path);
  try {
    localStorage.setItem(KEY, JSON.stringify([path, ...others].slice(0, MOST_REMEMBERED)));
  } catch { /* full, or forbidden: the box then offers commands alone */ }
}

class Box {
  #turn = 0; // counts what was typed, so that a late answer knows that it is late
  #timer = null;
  #newest = new AbortController();
  #rows = null; // those for what stands in the box now; null until they are there
  #marked = -1;
  #wanted = null; // Enter was pressed before the rows came

  constructor(input) {
    this.input = input;
    this.form = input.form;
    const said = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(said)) input.setAttribute(name, value);
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.list = new List(input, input.dataset.listSays, (row) => this.#take(row, this.#beside), { width: 640, height: 560 });
    this.form.append(this.status);
    this.#listen();
  }

  #listen() {
    const { input } = this;
    input.addEventListener("input", () => this.#type());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => input.value.trim() || this.#open());
    input.addEventListener("click", () => this.#open());
    input.addEventListener("blur", () => document.hasFocus() && this.close());
    this.list.box.addEventListener("click", (event) => { this.#beside = event.ctrlKey || event.metaKey; }, true);
    addEventListener("pageshow", (event) => event.persisted && this.close());
  }

  #beside = false;

  #type() {
    this.#wanted = null;
    this.#look(PAUSE);
    this.#open();
  }

  #open() {
    if (this.list.isOpen) return;
    this.list.open(this.form);
    if (this.#rows) this.#draw();
    else {
      this.list.draw([], "", "", "");
      if (!this.#isAsking) this.#look(0);
    }
  }

  get #isAsking() {
    return this.form.classList.contains("is-asking");
  }

  /* Asks for what stands in the box, after a pause; a newer question makes an older one void. */
  #look(pause) {
    const turn = (this.#turn += 1);
    this.#rows = null;
    this.#mark(-1);
    this.#newest.abort();
    clearTimeout(this.#timer);
    this.form.classList.add("is-asking");
    this.#timer = setTimeout(() => this.#ask(turn), pause);
  }

  async #ask(turn) {
    this.#timer = null;
    const { signal } = (this.#newest = new AbortController());
    const q = this.input.value.trim();
    const rows = await ask(this.form.dataset.rows, q ? { q } : { lately: this.#lately() }, signal);
    if (turn !== this.#turn) return;
    this.form.classList.remove("is-asking");
    this.#rows = rows;
    if (rows && this.list.isOpen) this.#draw();
    if (this.#wanted) this.#enter(this.#wanted);
  }

  #lately() {
    return remembered().filter((path) => path !== location.pathname).join(",");
  }

  #draw() {
    const typed = this.input.value;
    const found = this.#rows.filter((row) => row.group);
    const nothing = typed.trim() && !found.length ? (this.input.dataset.none ?? "").replace("{typed}", typed.trim()) : "";
    this.list.draw(this.#rows, typed, "", nothing);
    this.#mark(wordsOf(typed).length && found.length ? 0 : -1);
    this.#expanded(this.#rows.length > 0);
    this.status.textContent = nothing || (words.pickerRows ?? "").replace("{n}", found.length);
  }

  #mark(place) {
    this.#marked = place;
    this.list.mark(place);
  }

  #move(step) {
    if (!this.list.isOpen) return this.#open();
    const count = this.#rows?.length ?? 0;
    if (count) this.#mark((this.#marked < 0 && step < 0 ? step + count : this.#marked + step + count) % count);
  }

  #key(event) {
    if (event.isComposing || event.altKey) return;
    const { key } = event;
    if (key === "Enter") this.#enter({ beside: event.ctrlKey || event.metaKey });
    else if (event.ctrlKey || event.metaKey) return;
    else if (key === "ArrowDown") this.#move(1);
    else if (key === "ArrowUp") this.#move(-1);
    else if (key === "Escape" && this.list.isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* The marked row is opened; a number that was typed and sent at once goes to the server as it is. */
  #enter(how) {
    const typed = this.input.value.trim();
    this.#wanted = null;
    if (this.#rows) {
      const row = this.list.isOpen ? this.#rows[this.#marked] : null;
      if (row) this.#take(row, how.beside);
      else if (typed) this.form.requestSubmit();
      return;
    }
    if (!typed) return;
    if (/\d/.test(typed) || !this.#isAsking) return this.form.requestSubmit();
    this.#wanted = how;
    this.#open();
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#ask(this.#turn);
    }
  }

  #take(row, beside) {
    this.close();
    if (row.presses) document.querySelector(row.presses)?.click();
    else if (beside) open(row.id, "_blank", "noopener");
    else location.assign(row.id);
  }

  #expanded(is) {
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    this.#wanted = null;
    this.list.close();
    this.#expanded(false);
    this.input.removeAttribute("aria-activedescendant");
  }
}

const input = document.getElementById("find");
if (input) new Box(input);
if (person && RECORD.test(location.pathname)) remember(location.pathname);

/* Ctrl+K leads to the box from everywhere, also out of a field. */
document.addEventListener("keydown", (event) => {
  if (!input || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  input.focus();
  input.select();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-log-out]")) localStorage.removeItem(KEY);
});
