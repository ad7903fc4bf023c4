/* The session as the open page knows it: who logged in, until when; and coming back without leaving the page. */

import { clock, filled, words } from "./saying.js";

const dialog = document.getElementById("log-in");
const warning = document.getElementById("session-warning");
const WARNED_BEFORE = 120; // seconds
const LOOKS_EVERY = 5;
const ASKS_EVERY = 20;
const ends = {};
let askedAt = 0;

/* The person whose page this is; "" on pages of nobody. */
export const person = dialog?.dataset.person ?? "";

function now() {
  return Date.now() / 1000;
}

function note({ idle, longest }) {
  ends.idle = now() + Number(idle);
  ends.longest = now() + Number(longest);
}

function take({ csrf, ...left }) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": csrf }));
  note(left);
}

async function told(address, body) {
  const headers = { Accept: "application/json", ...(body && { "X-CSRFToken": csrfToken() }) };
  const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers });
  return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
}

function csrfToken() {
  return dialog.querySelector("[name=csrfmiddlewaretoken]").value;
}

function isOurs(found) {
  return String(found.person) === person;
}

/* Whether the page may go on sending: true when the same person is logged in (again), else the reason in words. */
export async function regain() {
  if (!dialog) return words.loggedOut;
  const found = await told(dialog.dataset.session);
  if (found.person === undefined) return words.failed;
  dialog.querySelector("[name=csrfmiddlewaretoken]").value = found.csrf;
  if (isOurs(found)) {
    take(found);
    return true;
  }
  return found.person === null ? askPassword() : words.somebodyElse;
}

let answered = null;

function askPassword() {
  answered ??= deferred();
  dialog.querySelector("[data-log-in-says]").hidden = true;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[name=password]").focus();
  return answered.promise;
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}

function complain(sentence) {
  const says = dialog.querySelector("[data-log-in-says]");
  says.textContent = sentence;
  says.hidden = false;
  dialog.querySelector("[name=password]").select();
}

async function logIn(form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const found = await told(form.getAttribute("action"), new FormData(form));
    if (found.status !== 200) return complain(found.error ?? (found.status === 429 ? words.busy : words.failed));
    take(found);
    hideWarning();
    answered?.resolve(true);
    dialog.close();
  } catch {
    complain(words.offline);
  } finally {
    button.disabled = false;
  }
}

function hideWarning() {
  warning.hidden = true;
}

function left() {
  return Math.min(ends.idle, ends.longest) - now();
}

/* Inside an open dialog, which lets nothing outside of it be pressed. */
function warn() {
  const isLast = ends.longest <= ends.idle;
  const over = left() <= 0;
  const says = over ? words.sessionOver : isLast ? words.sessionLongest : words.sessionIdle;
  const time = clock(Math.min(ends.idle, ends.longest) * 1000);
  warning.querySelector("[data-says]").textContent = filled(says, { time });
  warning.querySelector("[data-stay]").hidden = over || isLast;
  warning.querySelector("[data-log-in]").hidden = !(over || isLast);
  const place = document.querySelector("dialog[open]") ?? document.body;
  if (warning.parentElement !== place) place.append(warning);
  warning.hidden = false;
}

async function look() {
  if (left() > WARNED_BEFORE) return hideWarning();
  if (now() - askedAt > ASKS_EVERY) {
    askedAt = now();
    const found = await told(dialog.dataset.session).catch(() => ({}));
    if (isOurs(found)) note(found); // somebody may have worked in another tab
    if (found.person === null) ends.idle = now();
  }
  if (left() > WARNED_BEFORE) hideWarning();
  else warn();
}

async function stay() {
  const found = await told(dialog.dataset.session, new FormData()).catch(() => null);
  if (found?.status === 200 && isOurs(found)) take(found);
  if (left() > WARNED_BEFORE) hideWarning();
  else logInNow();
}

/* Also while one is still logged in: the twenty-four hours begin anew. */
async function logInNow() {
  hideWarning();
  const found = await told(dialog.dataset.session).catch(() => null);
  if (found?.csrf) dialog.querySelector("[name=csrfmiddlewaretoken]").value = found.csrf;
  askPassword();
}

if (dialog) {
  note(dialog.dataset);
  dialog.addEventListener("close", () => {
    dialog.querySelector("[name=password]").value = "";
    answered?.resolve(words.sessionOver);
    answered = null;
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    logIn(event.target);
  });
  warning.querySelector("[data-stay]").addEventListener("click", stay);
  warning.querySelector("[data-log-in]").addEventListener("click", logInNow);
  setInterval(look, LOOKS_EVERY * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
