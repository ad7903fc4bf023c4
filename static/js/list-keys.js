/* Lists by keys: j and k lead from row to row, Enter opens (the row's own link has the focus), x ticks. A number that is
   typed into a search box and sent opens what it names, at once: nothing waits for the list to be filtered. */

const ROWS = "main tr.row-opens .row-link";

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function seen(links) {
  return links.filter((link) => link.getClientRects().length > 0);
}

function step(by) {
  const links = seen([...document.querySelectorAll(ROWS)]);
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? links[by > 0 ? 0 : links.length - 1] : links[here + by];
  next?.focus();
  return links.length > 0;
}

function tick() {
  const box = document.activeElement.closest?.("tr.row-opens")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

/* The menu of a list closes like other menus: behind its item, outside, by Escape. */
function closeMenus(but) {
  for (const menu of document.querySelectorAll(".list-menu[open]")) if (menu !== but) menu.open = false;
}

document.addEventListener("click", (event) => {
  const inside = event.target.closest?.(".list-menu");
  closeMenus(event.target.closest?.(".list-menu-items") ? null : inside);
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".list-menu[open]");
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
});

const KEYS = { j: () => step(1), k: () => step(-1), x: tick };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches?.("[data-opens-numbers]")) {
    if (!/\d/.test(event.target.value)) return;
    event.preventDefault();
    const { form } = event.target;
    const asked = new FormData(form);
    asked.set("go", "yes");
    location.assign(`${form.action}?${new URLSearchParams(asked)}`);
    return;
  }
  if (isTyping(event.target) || document.querySelector("form[data-typed]")) return;
  if (Object.hasOwn(KEYS, event.key) && KEYS[event.key]()) event.preventDefault();
});
