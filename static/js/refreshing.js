/* The open page as it stands now, without leaving it: what was answered is drawn where one is looking. */

import { say } from "./saying.js";
import { person } from "./session.js";

function isBusy(panel) {
  return panel.querySelector("form[data-typed], .upload") !== null;
}

function placeIn(main, { action, id }) {
  return main.querySelector(`form[action="${action}"]`) ?? (id && document.getElementById(id)) ?? null;
}

/* A sentence that belongs to the pressed button stands beside it, the others at the head. */
function tell(main, place) {
  const line = main.querySelector("#lines .line");
  if (!line || !place) return;
  const level = [...line.classList].find((name) => name.startsWith("line-"))?.slice(5) ?? "info";
  say(place, line.querySelector("span").textContent.trim(), level);
  line.remove();
}

/* `form` was answered. The page keeps its place, and panels in which somebody types or uploads stay as they are.
   With data-no-place the form is not where its answer is looked for, and what stands in its place is another button:
   nothing has the focus that a second Enter would press. */
export async function refresh(form) {
  const answer = await fetch(location.href, { headers: { "X-In-Place": person } });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = document.querySelector("main");
  const inDialog = form.closest("dialog");
  const about = { action: form.getAttribute("action"), id: form.closest("[id]:not(form)")?.id };
  const stood = form.getBoundingClientRect().top;
  const at = window.scrollY;
  const busy = [...main.querySelectorAll("[id^=panel-]")].filter((panel) => isBusy(panel));
  await htmx.swap({ sourceElement: main, target: main, swap: "innerHTML", text: page.querySelector("main").innerHTML });
  for (const panel of busy) document.getElementById(panel.id)?.replaceWith(panel);
  window.scrollTo({ top: at, behavior: "instant" });
  if (inDialog) return;
  if ("noPlace" in form.dataset) return main.focus({ preventScroll: true });
  const place = placeIn(main, about);
  tell(main, place);
  if (!place) return;
  window.scrollBy({ top: place.getBoundingClientRect().top - stood, behavior: "instant" });
  place.querySelector("button:not([disabled]), a")?.focus({ preventScroll: true });
}
