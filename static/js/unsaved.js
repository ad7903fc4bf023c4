/* A form with data-warn-unsaved asks before what was typed in it is thrown away. */

let leavingOnPurpose = false;

/* The page is about to be left for good, with everything typed in it on its way. */
export function leaveOnPurpose() {
  leavingOnPurpose = true;
}

/* What was typed in the form is saved. */
export function isSaved(form) {
  form.removeAttribute("data-typed");
}

function remember(event) {
  const form = event.target.closest?.("form[data-warn-unsaved]");
  if (form) form.dataset.typed = "";
}

document.addEventListener("input", remember);
document.addEventListener("change", remember);
// Last of all, when it is known whether the browser sends the form itself.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.submitter?.formTarget !== "_blank") leaveOnPurpose();
});
window.addEventListener("pageshow", () => { leavingOnPurpose = false; });

/* A form that comes back with errors is still unsaved. */
function markReturned(root) {
  for (const form of root.querySelectorAll("form[data-warn-unsaved]")) {
    if (form.querySelector(".is-invalid, [data-error-summary]")) form.dataset.typed = "";
  }
}
markReturned(document);
document.addEventListener("htmx:after:swap", (event) => event.target.querySelectorAll && markReturned(event.target));

window.addEventListener("beforeunload", (event) => {
  if (leavingOnPurpose || !document.querySelector("form[data-typed]")) return;
  event.preventDefault();
});
