/* What a row cuts is said on hover: a cell that is cut and has no title bears its text as one. The link that opens a row
   lies over its cells, and a browser shows the title of what lies on top: so the link bears that of the cell below. */

const CELLS = ":is(.data-table, #result_list) :is(td, th)";
const LINK = ".row-link";

function titleOf(place) {
  const cell = place.closest(CELLS);
  if (!cell) return "";
  const titled = place.closest(`[title]:not(${LINK})`);
  if (titled && cell.contains(titled)) return titled.title;
  return isCut(cell) ? cell.textContent.replace(/\s+/g, " ").trim() : "";
}

function isCut(cell) {
  return [cell, ...cell.querySelectorAll(".row-cut, .sub")].some((part) => part.scrollWidth > part.clientWidth);
}

function underneath(link, event) {
  return document.elementsFromPoint(event.clientX, event.clientY).find((place) => place !== link && place.closest(CELLS));
}

document.addEventListener("mousemove", (event) => {
  const on = event.target;
  if (!on.closest) return;
  if (on.matches(LINK)) {
    const under = underneath(on, event);
    const title = under ? titleOf(under) : "";
    if (on.title !== title) on.title = title;
  } else if (!on.closest("[title]")) {
    const title = titleOf(on);
    if (title) on.closest(CELLS).title = title;
  }
});

document.addEventListener("mouseout", (event) => {
  if (event.target.matches?.(LINK)) event.target.removeAttribute("title");
});
