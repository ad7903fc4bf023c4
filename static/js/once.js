/* A form that is on its way cannot be sent again by a second click. A comfort: the token in it is the protection. */

const SUBMIT = "[type=submit]";

function hold(form) {
  for (const button of form.querySelectorAll(SUBMIT)) {
    if (button.disabled) continue;
    button.disabled = true;
    button.dataset.held = "";
  }
}

function release(root) {
  for (const button of root.querySelectorAll(`${SUBMIT}[data-held]`)) {
    button.disabled = false;
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented && !form.hasAttribute("hx-post")) return;
  if (form.method === "get" || form.hasAttribute("data-drop-zone")) return;
  setTimeout(() => hold(form)); // after the browser has read the button that was pressed
});
document.addEventListener("htmx:finally:request", () => release(document));
window.addEventListener("pageshow", () => release(document));
