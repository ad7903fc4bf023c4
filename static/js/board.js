/* The board: a card is dragged to a person, or walked to by keys and given by its button. What is sent goes through
   sending.js; the board is then drawn anew in its place, and what was done is read out. */

const says = document.getElementById("board-says");
let dragged = null;
let marked = null; // id of the card that the keys are about

function cards() {
  return [...document.querySelectorAll(".board-card")];
}

function current() {
  return document.activeElement?.closest(".board-card") ?? (marked && document.getElementById(marked));
}

function goTo(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  goTo(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

/* The nearest card of the next row above or below: the same place from the left, if there is one. */
function stepRow(card, by) {
  const from = card.getBoundingClientRect();
  const rows = cards()
    .map((one) => ({ one, at: one.getBoundingClientRect() }))
    .filter(({ at }) => (by > 0 ? at.top >= from.bottom : at.bottom <= from.top));
  const next = by > 0 ? Math.min(...rows.map(({ at }) => at.top)) : Math.max(...rows.map(({ at }) => at.top));
  const inRow = rows.filter(({ at }) => at.top === next);
  inRow.sort((a, b) => Math.abs(a.at.left - from.left) - Math.abs(b.at.left - from.left));
  goTo(inRow[0]?.one);
}

const ARROWS = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  ArrowUp: (card) => stepRow(card, -1),
  ArrowDown: (card) => stepRow(card, 1),
};

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".board-card");
  if (!card || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key in ARROWS) {
    event.preventDefault();
    ARROWS[event.key](card);
  } else if (event.key === "Enter" && event.target === card && !event.repeat) {
    event.preventDefault();
    (card.querySelector("[data-board-give]") ?? card.querySelector("a"))?.click();
  }
});

document.addEventListener("click", (event) => {
  const { boardStep, boardPress } = event.target.dataset ?? {};
  if (boardStep) step(Number(boardStep));
  if (boardPress) current()?.querySelector(boardPress)?.click();
});

document.addEventListener("focusin", (event) => {
  marked = event.target.closest(".board-card")?.id ?? marked;
});

/* dragging */

function placeFor(event) {
  return event.target.closest?.("[data-board-drop]");
}

function light(place) {
  for (const lit of document.querySelectorAll(".board-over")) lit.classList.remove("board-over");
  place?.classList.add("board-over");
}

function isElsewhere(place) {
  return place && place.dataset.boardDrop !== dragged.dataset.boardHeld;
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-board-card]");
  if (!card) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector(".board-name").textContent.trim());
  card.classList.add("board-dragged");
});

document.addEventListener("dragover", (event) => {
  if (!dragged) return;
  const place = placeFor(event);
  light(isElsewhere(place) ? place : null);
  if (!isElsewhere(place)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});

document.addEventListener("drop", (event) => {
  if (!dragged || !isElsewhere(placeFor(event))) return;
  event.preventDefault();
  const form = document.getElementById("board-drag");
  form.setAttribute("action", dragged.dataset.boardCard);
  form.elements.performer.value = placeFor(event).dataset.boardDrop;
  form.elements.held.value = dragged.dataset.boardHeld;
  marked = dragged.id;
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("board-dragged");
  dragged = null;
  light(null);
});

/* The board was drawn anew: what was done is read out, and the keys go on from the same card. */
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target !== document.querySelector("main")) return;
  const said = document.querySelector("#lines .line span, [data-board-text]");
  says.textContent = said?.textContent.replace(/\s+/g, " ").trim() ?? "";
  if (!document.activeElement || document.activeElement === document.body) {
    document.getElementById(marked)?.focus({ preventScroll: true });
  }
});
