/* A form with data-warn-unsaved asks before what was typed in it is thrown away. */

let leavingOnPurpose = false;

function remember(event) {
  const form = event.target.closest?.("form[data-warn-unsaved]");
  if (form) form.dataset.typed = "";
}

document.addEventListener("input", remember);
document.addEventListener("change", remember);
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented || event.target.hasAttribute("hx-post")) leavingOnPurpose = true;
});
document.addEventListener("htmx:finally:request", () => { leavingOnPurpose = false; });
window.addEventListener("pageshow", () => { leavingOnPurpose = false; });

/* The answer to a form that was sent from a dialog leads to another page: nothing is lost by going there. */
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status < 400) ctx.sourceElement.removeAttribute?.("data-typed");
});
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.raw.redirected) ctx.sourceElement.removeAttribute?.("data-typed");
});

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
