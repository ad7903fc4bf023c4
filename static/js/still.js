/* After a press the page is drawn anew, and under the thumb stands another button: the end of a double tap presses
   nothing within data-still. A press at another place is one of its own, however quick. */

const STILL = 400; // milliseconds
const THUMB = 24; // pixels by which the two taps of a double tap may be apart

let drawnAt = -STILL;
let pressed = null; // the place of the press that was sent
let last = null; // the place of the last press; one by key has 0, 0

function sameThumb(event) {
  return pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= THUMB;
}

document.addEventListener("click", (event) => {
  const isEnd = performance.now() - drawnAt <= STILL && sameThumb(event);
  if (isEnd && event.target.closest("[data-still]")) {
    event.preventDefault();
    event.stopPropagation();
  }
  last = { x: event.clientX, y: event.clientY };
}, true);
document.addEventListener("submit", (event) => { pressed = event.target.closest("[data-still]") && last; });
document.addEventListener("htmx:after:swap", (event) => {
  if (pressed && event.detail.ctx.target === document.querySelector("main")) drawnAt = performance.now();
});
