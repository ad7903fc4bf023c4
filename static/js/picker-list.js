/* The list under a picker: rows with headings, the marked one, and a sentence where there is none. */

import { pieces, wordsOf } from "./folding.js";

const MOST_DRAWN = 200;
const GAP = 4;
let number = 0;

function element(tag, css, text = "") {
  const made = document.createElement(tag);
  made.className = css;
  made.textContent = text;
  return made;
}

function lettered(text, words) {
  const holder = element("span", "picker-text");
  for (const [piece, found] of pieces(text, words)) holder.append(found ? element("mark", "", piece) : piece);
  return holder;
}

export class List {
  /* `input` is the field below which the list stands; `onTake(row)` hears which row was pressed. It is as wide as the
     field, or as `width` where there is room. */
  constructor(input, label, onTake, { width = 320, height = 360 } = {}) {
    this.input = input;
    this.size = { width, height };
    this.box = element("div", "picker-list");
    this.box.popover = "manual"; // above everything, dialogs included
    this.rowsBox = element("div", "picker-rows");
    this.rowsBox.id = `picker-list-${(number += 1)}`;
    this.rowsBox.setAttribute("role", "listbox");
    this.rowsBox.setAttribute("aria-label", label);
    this.none = element("p", "picker-none");
    this.box.append(this.rowsBox, this.none);
    input.setAttribute("aria-controls", this.rowsBox.id);
    this.#hearPresses(onTake);
    this.place = this.place.bind(this);
  }

  /* What is taken is what stood under the finger when it came down, even if new rows came before it went up. */
  #hearPresses(onTake) {
    let pressed = null;
    this.box.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the focus stays in the field
      pressed = this.rows[event.target.closest("[role=option]")?.dataset.place] ?? null;
    });
    this.box.addEventListener("click", () => pressed && onTake(pressed));
  }

  get isOpen() {
    return this.box.isConnected;
  }

  open(wrapper) {
    if (this.isOpen) return;
    wrapper.append(this.box);
    this.box.showPopover?.();
    this.place();
    addEventListener("scroll", this.place, true);
    addEventListener("resize", this.place);
    visualViewport?.addEventListener("resize", this.place); // the keyboard of a phone
  }

  close() {
    if (!this.isOpen) return;
    this.box.remove();
    removeEventListener("scroll", this.place, true);
    removeEventListener("resize", this.place);
    visualViewport?.removeEventListener("resize", this.place);
  }

  draw(rows, typed, chosen, sentence) {
    const words = wordsOf(typed);
    this.rows = rows.slice(0, MOST_DRAWN);
    this.rowsBox.replaceChildren();
    let [group, into] = ["", this.rowsBox];
    this.rows.forEach((row, place) => {
      if ((row.group ?? "") !== group) [group, into] = [row.group ?? "", this.#heading(row.group)];
      into.append(this.#option(row, place, words, row.id === chosen));
    });
    this.rowsBox.hidden = rows.length === 0;
    this.none.textContent = sentence;
    this.none.hidden = sentence === "";
    this.place();
  }

  #heading(text) {
    if (!text) return this.rowsBox;
    const group = element("div", "picker-group");
    const head = element("div", "picker-heading", text);
    head.id = `${this.rowsBox.id}-${this.rowsBox.childElementCount}`;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", head.id);
    group.append(head);
    this.rowsBox.append(group);
    return group;
  }

  #option(row, place, words, isChosen) {
    const option = element("div", "picker-row");
    option.id = `${this.rowsBox.id}-row-${place}`;
    option.dataset.place = place;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(isChosen));
    option.append(lettered(row.text, words));
    const detail = [row.detail, row.found_by].filter(Boolean).join(" · ");
    if (detail) {
      const quiet = lettered(detail, words);
      quiet.className = "picker-detail";
      option.append(quiet);
    }
    return option;
  }

  mark(place) {
    this.rowsBox.querySelector(".is-marked")?.classList.remove("is-marked");
    const option = this.rowsBox.querySelector(`[data-place="${place}"]`);
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("is-marked");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  place() {
    if (!this.isOpen) return;
    const field = this.input.getBoundingClientRect();
    const height = window.visualViewport?.height ?? window.innerHeight;
    const [below, above] = [height - field.bottom, field.top];
    const upwards = below < Math.min(this.rowsBox.scrollHeight, 240) && above > below;
    const width = Math.max(field.width, Math.min(this.size.width, window.innerWidth - 2 * GAP));
    Object.assign(this.box.style, {
      left: `${Math.max(GAP, Math.min(field.left, window.innerWidth - width - GAP))}px`,
      width: `${width}px`,
      maxHeight: `${Math.min(this.size.height, (upwards ? above : below) - 2 * GAP)}px`,
      top: upwards ? "auto" : `${field.bottom + GAP}px`,
      bottom: upwards ? `${window.innerHeight - field.top + GAP}px` : "auto",
    });
  }
}
