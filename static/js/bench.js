/* The bench. A scanner types as a keyboard does, in the layout that is set: so digits are read from the keys that were
   pressed, wherever the cursor stands. Scans that come while one is on its way wait for its answer, whose token they use. */

const PATIENCE = 20_000; // milliseconds
const DIGIT = /^(?:Digit|Numpad)(\d)$/;
const DASHES = ["Minus", "NumpadSubtract"];
const BADGE = /^3\d/; // of a badge no digit is shown

const bench = document.getElementById("bench");
const field = document.getElementById("bench-code");
const fault = bench.querySelector("[data-bench-fault]");
const isFine = matchMedia("(pointer: fine)").matches;

let marks = []; // of each key: the digit that stands on it, and the sign that the layout makes of it
let waiting = Promise.resolve();
let idle = null;

function pressed() {
  return marks.map(({ digit }) => digit).join("");
}

function typed() {
  return marks.map(({ sign }) => sign).join("");
}

/* Whoever types a number by hand sees it as typed; where the layout makes letters of a scanner's digits, the digits. */
function shown() {
  const [scanned, read] = [pressed(), typed()];
  if (BADGE.test(scanned)) return "•".repeat(scanned.length);
  return /^[\d-]*$/.test(read) ? read : scanned;
}

function draw() {
  field.value = shown();
}

function take() {
  const scan = { code: pressed(), typed: typed() };
  marks = [];
  draw();
  return scan;
}

function isElsewhere(target) {
  return target !== field && target.closest?.("input, textarea, select, [contenteditable], dialog") != null;
}

function mark(event) {
  const digit = DIGIT.exec(event.code)?.[1];
  if (digit) return { digit, sign: event.key.length === 1 ? event.key : digit };
  if (DASHES.includes(event.code) && event.key === "-") return { digit: "-", sign: "-" };
  if (event.key.length === 1 && event.target === field && event.key !== " ") return { digit: event.key, sign: event.key };
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isElsewhere(event.target)) return;
  if (event.key === "Enter" && marks.length) {
    event.preventDefault();
    return scan(take());
  }
  if (event.key === "Enter" && event.target === field) return event.preventDefault();
  if (event.key === "Backspace" && event.target === field && marks.length) marks.pop();
  else if (event.key === "Escape" && marks.length) marks = [];
  else {
    const one = event.repeat ? null : mark(event);
    if (!one) return;
    marks.push(one);
  }
  event.preventDefault();
  event.stopPropagation();
  draw();
}, true);

/* What was pasted, or comes from a keyboard on glass. */
field.addEventListener("input", () => {
  marks = [...field.value].map((sign) => ({ digit: sign, sign }));
  draw();
});

bench.querySelector("[data-bench-scan]").addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  if (marks.length) scan(take());
  focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-bench-choice] button");
  if (!button) return;
  event.preventDefault();
  const chosen = Object.fromEntries(new FormData(button.form, button));
  delete chosen.form_token;
  scan(chosen);
});

function scan(said) {
  waiting = waiting.then(() => send(said));
}

async function send(said) {
  const body = new FormData(bench.querySelector("[data-bench-scan]"));
  for (const [name, content] of Object.entries(said)) body.set(name, content);
  bench.classList.add("bench-busy");
  try {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(location.pathname, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
    if ([401, 403].includes(answer.status)) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    receive(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    fault.hidden = false;
  } finally {
    bench.classList.remove("bench-busy");
  }
}

function receive(page) {
  const anew = page.getElementById("bench");
  if (!anew) return location.reload();
  fault.hidden = true;
  for (const part of bench.querySelectorAll("[data-bench-part]")) {
    const its = anew.querySelector(`[data-bench-part="${part.dataset.benchPart}"]`);
    part.replaceChildren(...its.childNodes);
  }
  for (const one of [".bench-heading", "label[for=bench-code]"]) {
    bench.querySelector(one).replaceChildren(...anew.querySelector(one).childNodes);
  }
  bench.dataset.benchIdle = anew.dataset.benchIdle;
  watch();
  focus();
}

/* A page that nobody scans at forgets the person when the session does. */
function watch() {
  clearTimeout(idle);
  const seconds = Number(bench.dataset.benchIdle);
  if (seconds) idle = setTimeout(() => location.reload(), (seconds + 1) * 1000);
}

function focus() {
  if (isFine) field.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("a, button, input, select, textarea, summary, dialog, .dropdown-menu")) focus();
});

document.addEventListener("focusout", () => {
  setTimeout(() => {
    if (document.activeElement === document.body && !document.querySelector("dialog[open]")) focus();
  });
});

/* The camera of a phone, where the browser reads codes by itself. */
const camera = bench.querySelector("[data-bench-camera]");
const says = bench.querySelector("[data-bench-camera-says]");
const video = bench.querySelector("[data-bench-video]");

function tell(sentence) {
  says.textContent = sentence;
  says.hidden = !sentence;
}

function close() {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
}

async function look() {
  if (video.srcObject) return close();
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return tell(camera.dataset.none);
  tell("");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return tell(camera.dataset.refused);
  }
  video.hidden = false;
  await video.play();
  const detector = new BarcodeDetector({ formats: ["qr_code", "code_128"] });
  while (video.srcObject) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) {
      close();
      return scan({ code: found.rawValue, typed: found.rawValue });
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

camera.hidden = false;
camera.addEventListener("click", look);
watch();
focus();
