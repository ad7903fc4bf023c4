/* A link with data-dialog opens its page inside the one dialog; without this script it opens as a page. */

const dialog = document.getElementById("dialog");
let opener = null;

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/* A menu closes behind its item, so focus goes back to the menu's button. */
function placeOfReturn(link) {
  return link.closest(".dropdown, .dropup")?.querySelector("[data-bs-toggle]") ?? link;
}

function open(link) {
  opener = placeOfReturn(link);
  link.setAttribute("aria-busy", "true");
  htmx.ajax("GET", link.href, { target: "#dialog", swap: "innerHTML" }).finally(() => link.removeAttribute("aria-busy"));
}

function close(sheet) {
  const typed = sheet.querySelector("form[data-typed]");
  if (typed && !window.confirm(document.getElementById("words").dataset.leave)) return;
  sheet.close();
}

function focusFirst() {
  const wanted =
    dialog.querySelector("[data-error-summary]") ??
    dialog.querySelector("[autofocus], .dialog-body :is(input:not([type=hidden]), select, textarea):not(:disabled)") ??
    dialog.querySelector(".dialog-foot [type=submit], [data-dialog-close]");
  wanted?.focus();
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
    opener?.isConnected && opener.focus();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.target !== dialog || !dialog.childElementCount) return;
    if (!dialog.open) dialog.showModal();
    focusFirst();
  });
}

/* A page that arrives with errors begins at their summary. */
document.querySelector("main [data-error-summary]")?.focus();
