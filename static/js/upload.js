/* Files chosen in [data-drop-zone] (or dropped and pasted: dropping.js): each goes up by its own request, at most three at once. */

import { filled, sentenceFor, words } from "./saying.js";
import { person, regain } from "./session.js";

const AT_ONCE = 3;
const queue = [];
const underWay = new Set(); // waiting, or going up
const failed = new Set(); // until sent again or given up
let running = 0;

function tell(job) {
  job.zone.dispatchEvent(new CustomEvent("labsite:uploading", { bubbles: true }));
}

function row(zone, file) {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.className = "upload-name";
  name.textContent = name.title = file.name;
  const says = document.createElement("span");
  says.className = "upload-says";
  says.textContent = words.waiting;
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "btn btn-ghost btn-small";
  stop.textContent = words.cancel;
  const bar = document.createElement("progress");
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(name, says, stop, bar);
  zone.querySelector(".uploads").append(item);
  return { item, says, stop, bar };
}

/* As common/sizes.py writes them. */
function megabytes(bytes) {
  return Math.max(bytes / 1e6, 0.1).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}

function settle(job) {
  underWay.delete(job);
  tell(job);
}

/* The row stays, with the reason, until the file is sent again or given up. */
function fail(job, sentence) {
  job.item.classList.add("upload-failed");
  job.says.textContent = sentence;
  job.stop.textContent = words.close;
  job.stop.onclick = () => {
    failed.delete(job);
    job.item.remove();
  };
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-outline-secondary btn-small upload-again";
  again.textContent = words.tryAgain;
  again.onclick = () => {
    again.remove();
    start(job);
  };
  job.item.querySelector(".upload-again")?.remove();
  if (!job.isTooLarge) job.stop.before(again);
  failed.add(job);
  settle(job);
}

function readAnswer(request) {
  try {
    return JSON.parse(request.responseText) ?? {};
  } catch {
    return {};
  }
}

function refusal(request) {
  return request.status ? sentenceFor(request.status) : words.offline;
}

/* Once more with the token of the session that the person has come back to. */
async function comeBack(job) {
  job.says.textContent = words.loggedOut;
  const may = await regain();
  if (may === true) start(job);
  else fail(job, words.loggedOut);
}

function finish(job, request) {
  const answer = readAnswer(request);
  if (request.getResponseHeader("X-Session")) return comeBack(job);
  const good = request.status >= 200 && request.status < 300 && answer.html !== undefined && !answer.error;
  if (!good) return fail(job, answer.error ?? (request.status < 300 ? words.failed : refusal(request)));
  const list = job.zone.dataset.list && document.querySelector(job.zone.dataset.list);
  if (answer.html && list) {
    list.insertAdjacentHTML("beforeend", answer.html);
    htmx.process(list.lastElementChild);
    count(list);
  }
  job.item.remove();
  settle(job);
  job.zone.dispatchEvent(new CustomEvent("labsite:uploaded", { bubbles: true, detail: answer }));
}

/* The number in the head of the panel follows its list. */
function count(list) {
  const number = list.closest(".panel")?.querySelector(".panel-head .count");
  if (number) number.textContent = list.querySelectorAll(":scope > .file").length;
}

function send(job) {
  const request = new XMLHttpRequest();
  const token = (job.zone.closest("form") ?? document).querySelector("[name=csrfmiddlewaretoken]").value;
  request.open("POST", job.zone.dataset.action ?? job.zone.action);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.setRequestHeader("X-In-Place", person);
  request.setRequestHeader("Accept", "application/json");
  // The bare file, not a form around it: the server keeps it as it comes, without a copy on the way.
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(job.file.name));
  request.upload.onprogress = ({ loaded, total }) => {
    job.bar.max = total;
    job.bar.value = loaded;
    tell(job);
    job.says.textContent = `${Math.floor((100 * loaded) / total)} % · ${megabytes(loaded)} / ${megabytes(total)} MB`;
  };
  request.onload = () => finish(job, request);
  request.onerror = () => fail(job, words.offline);
  request.onabort = () => fail(job, words.stopped);
  request.onloadend = () => { running -= 1; next(); };
  job.stop.onclick = () => request.abort();
  request.send(job.file);
}

function next() {
  while (running < AT_ONCE && queue.length) {
    running += 1;
    send(queue.shift());
  }
}

function start(job) {
  job.item.classList.remove("upload-failed");
  failed.delete(job);
  job.isNamed = false;
  job.says.textContent = words.waiting;
  job.stop.textContent = words.cancel;
  job.bar.value = 0;
  job.stop.onclick = () => {
    queue.splice(queue.indexOf(job), 1);
    job.item.remove();
    settle(job);
  };
  underWay.add(job);
  queue.push(job);
  tell(job);
  next();
}

export function take(zone, files) {
  for (const file of files) {
    const limit = Number(zone.dataset.maxBytes);
    const job = { zone, file, isTooLarge: Boolean(limit) && file.size > limit, ...row(zone, file) };
    if (job.isTooLarge) fail(job, words.tooLarge);
    else start(job);
  }
}

function jobsIn(form) {
  return [...underWay].filter((job) => form.contains(job.zone));
}

/* Files of a form that are not up, whoever looked there or not: each keeps the form once. */
function unnamedFailures(form) {
  const unnamed = [...failed].filter((job) => form.contains(job.zone) && !job.isNamed);
  for (const job of unnamed) job.isNamed = true;
  return unnamed;
}

function progress(jobs) {
  const total = jobs.reduce((sum, { file }) => sum + file.size, 0);
  const loaded = jobs.reduce((sum, { bar }) => sum + Math.min(bar.value, bar.max), 0);
  return Math.floor((100 * loaded) / (total || 1));
}

/* Waits until the files of a form are up, and says so on its button. False where one of them failed, meanwhile or before. */
export async function filesAreUp(form, submitter) {
  const waited = jobsIn(form);
  const button = submitter?.matches(".btn") ? submitter : form.querySelector(".btn-primary[type=submit]"); // Enter presses an unseen one
  const label = button?.textContent;
  while (jobsIn(form).length) {
    const left = jobsIn(form);
    if (button) {
      button.disabled = true;
      button.textContent = filled(left.length === 1 ? words.savingAfterOne : words.savingAfter, { n: left.length, percent: progress(waited) });
    }
    await new Promise((go) => form.addEventListener("labsite:uploading", go, { once: true }));
  }
  if (button && waited.length) {
    button.disabled = false;
    button.textContent = label;
  }
  return unnamedFailures(form).length === 0;
}

document.addEventListener("change", (event) => {
  const zone = event.target.closest?.("[data-drop-zone]");
  if (!zone || event.target.type !== "file") return;
  take(zone, [...event.target.files]);
  event.target.value = "";
});

window.addEventListener("beforeunload", (event) => {
  if (running || queue.length) event.preventDefault();
});
