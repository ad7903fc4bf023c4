/* What stands behind a picker in the form: a select, or a text field with a list on the page and a hidden field after
   it. Either works without scripts; here the typed text and the value that is sent come apart. */

import { rowsOn } from "./picker-rows.js";

function wrap(field) {
  const wrapper = document.createElement("div");
  wrapper.className = "picker";
  field.before(wrapper);
  wrapper.append(field);
  return wrapper;
}

class Behind {
  get value() {
    return this.holder.value;
  }

  get form() {
    return this.holder.form;
  }

  /* The other scripts of the page hear of it as of any field. */
  tell(row, decidedAt) {
    this.holder.dispatchEvent(new CustomEvent("picker:taken", { bubbles: true, detail: { row, decidedAt } }));
    this.holder.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* The select stays in the form, unseen; its text field takes over the id, so that labels and links lead there. */
export class BehindSelect extends Behind {
  constructor(select) {
    super();
    this.holder = select;
    this.settings = select.dataset;
    const had = document.activeElement === select;
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.className = `form-control${select.classList.contains("is-invalid") ? " is-invalid" : ""}`;
    for (const name of ["id", "aria-describedby", "aria-invalid", "aria-label"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.input.disabled = select.disabled;
    this.input.autofocus = select.autofocus;
    this.input.placeholder = this.#empty?.text ?? "";
    this.isOptional = Boolean(this.#empty);
    this.list = select;
    if (select.id) select.id += "_chosen";
    select.hidden = true;
    select.after(this.input);
    this.wrapper = wrap(this.input);
    if (had) this.input.focus();
  }

  get #empty() {
    return [...this.holder.options].find((option) => option.value === "");
  }

  get text() {
    return this.value ? (this.holder.selectedOptions[0]?.text ?? "") : "";
  }

  put(row) {
    const { options } = this.holder;
    if (row && ![...options].some((option) => option.value === row.id)) this.holder.add(new Option(row.text, row.id));
    this.holder.value = row?.id ?? "";
  }
}

/* A text field that names one of a list on the page; the hidden field after it carries the row's id. Only where
   nothing of the list was chosen does the text itself go to the server. */
export class BehindText extends Behind {
  constructor(input) {
    super();
    this.input = input;
    this.settings = input.dataset;
    this.list = input.list;
    this.holder = input.nextElementSibling;
    this.isOptional = !("pickerRequired" in input.dataset);
    input.removeAttribute("list");
    input.removeAttribute("name");
    this.wrapper = wrap(input);
  }

  get text() {
    return rowsOn(this.list).find((row) => row.id === this.value)?.text ?? (this.value ? this.input.value : "");
  }

  put(row) {
    this.holder.value = row?.id ?? "";
  }
}
