/* Forms with a token are sent in place: the page that holds what was typed is left only when it is saved. Whatever goes
   wrong is said beside the button, and the same button sends the same form again; its token keeps that from acting twice.
   Without this script the browser sends them by itself. */

import { closeAnswered } from "./dialogs.js";
import { forget, loosen } from "./keeping.js";
import { hold, release } from "./once.js";
import { refresh } from "./refreshing.js";
import { hush, say, sentenceFor, words } from "./saying.js";
import { person, regain } from "./session.js";
import { isSaved, leaveOnPurpose } from "./unsaved.js";
import { filesAreUp } from "./upload.js";

const PATIENCE = 60_000; // milliseconds
const DRAWN = [200, 400, 409, 422]; // the form again, with its sentences

function isOurs(form) {
  return form.getAttribute("method") === "post" && form.querySelector("[name=form_token]") !== null && !form.hasAttribute("hx-post");
}

function addressOf(form) {
  return form.getAttribute("action") || location.href;
}

/* A button of the page that acts without a dialog (data-asks) has one all the same where something speaks against it. */
function asksInDialog(form) {
  return form.closest("#dialog") !== null || "asks" in form.dataset;
}

function post(form, submitter) {
  const headers = { "X-In-Place": person };
  if (asksInDialog(form)) headers["HX-Request"] = "true";
  return fetch(addressOf(form), { method: "POST", body: new FormData(form, submitter), headers, signal: AbortSignal.timeout(PATIENCE) });
}

/* Buttons are held once the browser has read which was pressed. */
async function posted(form, submitter) {
  const answer = post(form, submitter);
  hold(form);
  try {
    return await answer;
  } finally {
    release(form);
  }
}

async function send(form, submitter) {
  hush(form);
  if (!(await filesAreUp(form, submitter))) return say(form, words.fileFailed);
  let answer;
  try {
    answer = await posted(form, submitter);
    if (answer.headers.has("X-Session")) {
      const may = await regain();
      if (may !== true) return say(form, may);
      answer = await posted(form, submitter);
    }
  } catch {
    return say(form, words.offline);
  }
  await receive(form, submitter, answer);
}

async function receive(form, submitter, answer) {
  const address = answer.headers.get("HX-Redirect");
  if (address !== null) openBeside(answer.headers.get("X-Opens-Beside"));
  if (address !== null) return lead(form, address, answer.headers.has("X-Not-In-It"));
  if (!DRAWN.includes(answer.status)) return say(form, sentenceFor(answer.status));
  if (asksInDialog(form)) return swapDialog(form, await answer.text());
  drawPage(form, submitter);
}

/* A paper in a tab of its own; where the browser does not let it open, the next page has a link to it. */
function openBeside(paper) {
  if (paper) window.open(paper, "_blank", "noopener");
}

function swapDialog(form, text) {
  return htmx.swap({ sourceElement: form, target: document.getElementById("dialog"), swap: "innerHTML", text });
}

async function lead(form, address, notInIt) {
  if (notInIt) loosen(form);
  else forget(form);
  isSaved(form);
  const to = new URL(address, location.href);
  if (to.pathname !== location.pathname || to.search !== location.search) {
    hold(form);
    return location.assign(to);
  }
  await refresh(form);
  closeAnswered();
}

/* A page of its own draws what is wrong: the browser asks for it by sending the form once more, as it is. */
function drawPage(form, submitter) {
  if (submitter?.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = submitter.name;
    pressed.value = submitter.value;
    form.append(pressed);
  }
  leaveOnPurpose();
  hold(form);
  HTMLFormElement.prototype.submit.call(form);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formNoValidate || !isOurs(form)) return;
  event.preventDefault();
  if ("sending" in form.dataset) return;
  form.dataset.sending = "";
  try {
    await send(form, event.submitter);
  } finally {
    delete form.dataset.sending;
  }
});
