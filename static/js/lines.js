/* Quiet lines at the head of the page: closing them, and saying what an answer did not say itself.
   Other scripts speak by: document.dispatchEvent(new CustomEvent("labsite:say", {detail: {text, level}})) */

import { sentenceFor, words } from "./saying.js";
import { regain } from "./session.js";

const ICONS = { error: "exclamation-octagon", warning: "exclamation-triangle", success: "check2", info: "info-circle" };

function icon(name) {
  const mark = document.createElement("i");
  mark.className = `bi bi-${name}`;
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/* An open dialog hides the page behind it, so the line then stands inside the dialog. */
function place() {
  const body = document.querySelector("dialog[open] .dialog-body");
  if (!body) return document.getElementById("lines");
  const lines = body.querySelector(":scope > .lines") ?? document.createElement("div");
  lines.className = "lines";
  lines.setAttribute("role", "status");
  body.prepend(lines);
  return lines;
}

function say(text, level = "info") {
  const lines = place();
  if (!lines || !text) return;
  const line = document.createElement("div");
  line.className = `line line-${level}`;
  const said = document.createElement("span");
  said.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "line-close";
  close.dataset.closeLine = "";
  close.setAttribute("aria-label", words.close ?? "");
  close.append(icon("x-lg"));
  line.append(icon(ICONS[level] ?? ICONS.info), said, close);
  lines.replaceChildren(line);
}

/* What was done before is no answer to a dialog that is refused: behind it a line of success would read like one. */
document.addEventListener("htmx:after:swap", (event) => {
  const dialog = document.querySelector("dialog[open]");
  if (event.detail.ctx.target !== dialog || !dialog?.querySelector("[data-error-summary]")) return;
  for (const line of document.querySelectorAll("#lines .line-success, main .said-success")) line.remove();
});

document.addEventListener("labsite:say", (event) => say(event.detail.text, event.detail.level));
document.addEventListener("click", (event) => event.target.closest("[data-close-line]")?.closest(".line").remove());

document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response.status;
  if (status === 400 || status === 409 || status === 422) return; // the form again, with its sentences
  if (ctx.response.raw.headers.has("X-Session")) comeBack(ctx);
  else say(sentenceFor(status), "error");
});

/* What was pressed is pressed again by the person; a dialog opens by itself (dialogs.js). */
async function comeBack({ target }) {
  if (target?.id === "dialog") return;
  const may = await regain();
  say(may === true ? words.pressAgain : may, may === true ? "info" : "error");
}
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx && !event.detail.ctx.response) say(words.offline, "error");
});

/* An answer that redirected is a whole page: go there instead of swapping it in. Its messages still wait. */
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected) return;
  event.preventDefault();
  location.assign(raw.url);
});
