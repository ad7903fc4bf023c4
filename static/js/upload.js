/* Files dropped on (or chosen in) [data-drop-zone]: each goes up by its own request, at most three at once. */

const AT_ONCE = 3;
const words = document.getElementById("words")?.dataset ?? {};
const queue = [];
let running = 0;

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

function megabytes(bytes) {
  return (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}

function fail(job, sentence) {
  job.item.classList.add("upload-failed");
  job.says.textContent = sentence;
  job.stop.textContent = words.close;
  job.stop.onclick = () => job.item.remove();
}

function readAnswer(request) {
  try {
    return JSON.parse(request.responseText) ?? {};
  } catch {
    return {};
  }
}

function refusal(request) {
  if (request.status === 413) return words.tooLarge;
  if (request.status === 403) return words.refused;
  return request.status ? words.failed : words.offline;
}

function finish(job, request) {
  const answer = readAnswer(request);
  const good = request.status >= 200 && request.status < 300 && !answer.error;
  if (!good) return fail(job, answer.error ?? refusal(request));
  const list = job.zone.dataset.list && document.querySelector(job.zone.dataset.list);
  if (answer.html && list) {
    list.insertAdjacentHTML("beforeend", answer.html);
    if (list.lastElementChild) htmx.process(list.lastElementChild);
  }
  job.item.remove();
  job.zone.dispatchEvent(new CustomEvent("labsite:uploaded", { bubbles: true, detail: answer }));
}

function send(job) {
  const request = new XMLHttpRequest();
  const token = (job.zone.closest("form") ?? document).querySelector("[name=csrfmiddlewaretoken]").value;
  request.open("POST", job.zone.dataset.action ?? job.zone.action);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.setRequestHeader("Accept", "application/json");
  // The bare file, not a form around it: the server keeps it as it comes, without a copy on the way.
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(job.file.name));
  request.upload.onprogress = ({ loaded, total }) => {
    job.bar.max = total;
    job.bar.value = loaded;
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

function take(zone, files) {
  for (const file of files) {
    const job = { zone, file, ...row(zone, file) };
    const limit = Number(zone.dataset.maxBytes);
    if (limit && file.size > limit) {
      fail(job, words.tooLarge);
      continue;
    }
    job.stop.onclick = () => {
      queue.splice(queue.indexOf(job), 1);
      job.item.remove();
    };
    queue.push(job);
  }
  next();
}

document.addEventListener("change", (event) => {
  const zone = event.target.closest?.("[data-drop-zone]");
  if (!zone || event.target.type !== "file") return;
  take(zone, [...event.target.files]);
  event.target.value = "";
});

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  const zone = event.target.closest?.("[data-drop-zone]");
  event.preventDefault(); // a file that misses the place must not replace the page
  for (const other of document.querySelectorAll(".drop-zone.is-over")) other.classList.toggle("is-over", other === zone);
  zone?.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.querySelector(".drop-zone.is-over")?.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("[data-drop-zone]");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  zone?.classList.remove("is-over");
  if (zone) take(zone, [...event.dataTransfer.files]);
});

window.addEventListener("beforeunload", (event) => {
  if (running || queue.length) event.preventDefault();
});
