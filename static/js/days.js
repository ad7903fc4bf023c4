/* A field of a day (data-day) is written out once it is left: “4.12” becomes “Fri 4 Dec 2026”, so that one sees which year
   is meant. What is no day stays as it is, and saving says why. */

import { person } from "./session.js";

async function written(field) {
  const address = `/calendar/day/?${new URLSearchParams({ typed: field.value, way: field.dataset.day })}`;
  const answer = await fetch(address, { headers: { "X-In-Place": person } });
  return answer.ok && !answer.redirected ? (await answer.json()).says : "";
}

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!field.matches?.(":is([data-day=ahead], [data-day=back])") || !field.value.trim()) return;
  const typed = field.value;
  const says = await written(field).catch(() => "");
  if (says && field.value === typed) field.value = says;
});
