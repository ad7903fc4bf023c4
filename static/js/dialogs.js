/* A link with data-dialog opens its page inside the one dialog; without this script it opens as a page. */

import { regain } from "./session.js";
import {} from "./shown_when.js"; // a dialog with such parts may come to any page

const dialog = document.getElementById("dialog");
let opener = null;
let wanted = null;

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/* A menu closes behind its item, so focus goes back to the menu's button. */
function placeOfReturn(link) {
  return link.closest(".dropdown, .dropup")?.querySelector("[data-bs-toggle]") ?? link;
}

/* Both the link and what stays to be seen of it show that something is on its way. */
function open(link) {
  wanted = link;
  opener = placeOfReturn(link);
  for (const place of [link, opener]) place.setAttribute("aria-busy", "true");
  const answered = htmx.ajax("GET", link.href, { target: "#dialog", swap: "innerHTML" });
  answered.finally(() => [link, opener].forEach((place) => place.removeAttribute("aria-busy")));
}

function close(sheet) {
  const typed = sheet.querySelector("form[data-typed]");
  if (typed && !window.confirm(document.getElementById("words").dataset.leave)) return;
  sheet.close();
}

/* What was sent from the dialog is saved: it closes without asking. */
export function closeAnswered() {
  if (dialog?.open) dialog.close();
}

const FIRST = [
  "[data-error-summary]",
  "[autofocus]",
  ".dialog-body :is(input:not([type=hidden]), select, textarea):not(:disabled, [hidden])",
  ".dialog-foot [type=submit].btn-primary, .dialog-foot [type=submit].btn-danger",
  ".dialog-foot [type=submit]",
  ".dialog-foot [data-dialog-close]",
  "[data-dialog-close]",
];

/* What will be booked is read from its head, whatever below it has the focus; a tick below it is no beginning. */
function focusFirst() {
  const preview = dialog.querySelector(".preview, .preview-first");
  for (const place of FIRST) {
    const found = [...dialog.querySelectorAll(place)].find((one) => !preview || one.type !== "checkbox");
    if (!found) continue;
    found.focus({ preventScroll: Boolean(preview) });
    if (found.matches("[data-typed-over]")) found.select();
    return;
  }
}

/* The page may have been drawn again meanwhile, and the link with it. */
function focusOpener() {
  const same = opener?.isConnected ? opener : wanted && document.querySelector(`main a[href="${wanted.getAttribute("href")}"]`);
  (same && placeOfReturn(same))?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && dialog && isPlainClick(event)) {
    event.preventDefault();
    open(link);
    return;
  }
  const leave = event.target.closest("[data-dialog-close]");
  const sheet = leave?.closest("dialog");
  if (sheet) {
    event.preventDefault();
    close(sheet);
  }
});

for (const sheet of document.querySelectorAll("dialog.dialog")) {
  sheet.addEventListener("cancel", (event) => {
    event.preventDefault();
    close(sheet);
  });
}

if (dialog) {
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    focusOpener();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.target !== dialog || !dialog.childElementCount) return;
    if (!dialog.open) dialog.showModal();
    focusFirst();
  });
  document.addEventListener("htmx:response:error", async (event) => {
    const { ctx } = event.detail;
    if (ctx.target !== dialog || !ctx.response.raw.headers.has("X-Session")) return;
    if ((await regain()) === true) open(wanted);
  });
}

/* A page that arrives with errors begins at their summary. */
document.querySelector("main [data-error-summary]")?.focus();
