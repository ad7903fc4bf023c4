/* My work: keys from card to card, clocks that go on, and an answer that is read out. Each press is sent by sending.js. */

const BEAT = 10_000;

const says = document.getElementById("work-says");
let opened = performance.now();
let marked = null; // id of the card that the keys are about
let unfolded = [];

function cards() {
  return [...document.querySelectorAll(".work-card")].filter((card) => card.checkVisibility());
}

function current() {
  return document.activeElement?.closest(".work-card") ?? (marked && document.getElementById(marked));
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

function tick() {
  const passed = (performance.now() - opened) / 1000;
  for (const place of document.querySelectorAll("[data-work-seconds]")) {
    const minutes = Math.floor((Number(place.dataset.workSeconds) + passed) / 60);
    place.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }
}

function newest() {
  const said = [...document.querySelectorAll("[data-work-said]")];
  return said.sort((one, other) => one.dataset.workSaid.localeCompare(other.dataset.workSaid)).pop();
}

function fetchedIn(details) {
  return details.querySelector(":scope > [id^=more-]");
}

/* Before the page is drawn anew: what was unfolded stays so, with what was fetched into it until that is fetched anew. A
   card that became short for a moment would move the page under the thumb. */
document.addEventListener("htmx:before:swap", (event) => {
  if (event.detail.ctx.target !== document.querySelector("main")) return;
  unfolded = [...document.querySelectorAll("main details[open]")].map((details) => [details.id, fetchedIn(details)?.innerHTML]);
});

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target !== document.querySelector("main")) return;
  opened = performance.now();
  for (const [id, fetched] of unfolded) {
    const details = document.getElementById(id);
    if (details && fetched) fetchedIn(details).innerHTML = fetched;
    details?.setAttribute("open", "");
  }
  says.textContent = newest()?.querySelector("[data-work-text]").textContent ?? "";
  tick();
});

document.addEventListener("click", (event) => {
  const { workStep, workPress } = event.target.dataset ?? {};
  if (workStep) step(Number(workStep));
  if (workPress) current()?.querySelector(workPress)?.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || !event.target.matches?.(".work-card")) return;
  event.preventDefault();
  event.target.querySelector("[data-work-go]")?.click();
});

document.addEventListener("focusin", (event) => {
  marked = event.target.closest(".work-card")?.id ?? marked;
});

setInterval(tick, BEAT);
