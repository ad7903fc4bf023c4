/* A form acts once. A comfort: the token in it is the protection; here a second click has nothing to press, and a page
   that Back brings again, with what was typed in it, is the same form as before. */

const SUBMIT = "[type=submit], button:not([type])";
const STAYED = 1000; // milliseconds after which a page that asked "Leave?" is here to stay
const OF_THE_FORM = ["form_token", "tray", "version", "seen"];

export function hold(form) {
  for (const button of form.querySelectorAll(SUBMIT)) {
    if (button.disabled) continue;
    button.disabled = true;
    button.dataset.held = "";
  }
}

export function release(root) {
  for (const button of root.querySelectorAll("[data-held]")) {
    button.disabled = false;
    delete button.dataset.held;
  }
}

// Last of all, when it is known whether the browser sends the form itself.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.hasAttribute("data-drop-zone")) return;
  if (event.submitter?.formTarget === "_blank") return; // answered in another tab: this page stays
  setTimeout(() => hold(form)); // after the browser has read the button that was pressed
});
window.addEventListener("beforeunload", () => setTimeout(() => release(document), STAYED));

function isTypedIn(field) {
  if (!field.name || field.type === "hidden") return false;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (!field.matches("select")) return "defaultValue" in field && field.value !== field.defaultValue;
  const chosen = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(chosen, 0);
}

function ofTheForm(form) {
  const found = OF_THE_FORM.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
  return Object.fromEntries(found);
}

/* The browser keeps, with each page of its history, which forms it had. */
function sameFormsAgain() {
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const before = history.state?.forms ?? {};
  const now = {};
  for (const form of document.querySelectorAll("form:has([name=form_token])")) {
    const name = form.getAttribute("action") ?? "";
    if (cameBack && before[name] && [...form.elements].some(isTypedIn)) {
      for (const [field, value] of Object.entries(before[name])) if (form.elements[field]) form.elements[field].value = value;
    }
    now[name] = ofTheForm(form);
  }
  history.replaceState({ ...history.state, forms: now }, "");
}

window.addEventListener("pageshow", (event) => {
  release(document);
  if (!event.persisted) sameFormsAgain();
});
