/* Keys: data-shortcut="x" on a link, button or field makes x press or focus it; ? lists them all.
   Letters are never keys while something typed is not saved, nor where the cursor was last in a form and fell out of
   it: whoever goes on typing then means the form. */

const sheet = document.getElementById("shortcuts");

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

let wasInForm = false;

function isForm(target) {
  return target.closest?.("form[data-warn-unsaved]") != null;
}

function meansForm() {
  return wasInForm || document.querySelector("form[data-typed]") !== null;
}

/* Where the bar and the page have the same key, it is the page's: "/" in a list finds in the list. */
function holder(key) {
  const found = [...document.querySelectorAll("[data-shortcut]")].filter((element) => element.dataset.shortcut === key);
  return found.find((element) => element.closest("main")) ?? found[0];
}

function press(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function listKeys() {
  const list = sheet.querySelector("[data-shortcut-list]");
  for (const old of list.querySelectorAll("[data-found]")) old.remove();
  const said = [...document.querySelectorAll("[data-shortcut][data-shortcut-says]")];
  const rows = said.filter((element) => element === holder(element.dataset.shortcut)).flatMap((element) => {
    const key = document.createElement("dt");
    const mark = document.createElement("kbd");
    mark.textContent = element.dataset.shortcut;
    key.append(mark);
    const says = document.createElement("dd");
    says.textContent = element.dataset.shortcutSays;
    key.dataset.found = says.dataset.found = "";
    return [key, says];
  });
  list.prepend(...rows);
}

function showSheet() {
  listKeys();
  sheet.showModal();
}

function leave() {
  document.querySelector("main [data-escape]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form");
    if (!form || form.method === "get") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-ctrl-enter]") ?? form.querySelector("[type=submit]:not([name])") ?? undefined);
    return;
  }
  if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (document.querySelector(".dropdown-menu.show, .picker-list")) return;
    if (isTyping(event.target) && event.target.closest(".topbar, .filter-bar")) event.target.blur();
    else leave();
    return;
  }
  if (isTyping(event.target) || meansForm()) return;
  const found = event.key === "?" ? null : holder(event.key);
  if (event.key !== "?" && !found) return;
  event.preventDefault();
  if (found) press(found);
  else if (sheet) showSheet();
});

document.addEventListener("focusin", (event) => { wasInForm = isForm(event.target); });
document.addEventListener("pointerdown", (event) => { wasInForm = isForm(event.target); });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-shortcuts]") && sheet) showSheet();
});
