/* A sentence beside the button that was pressed, where the eyes and the thumb are. */

export const words = document.getElementById("words")?.dataset ?? {};

export function filled(sentence, parts) {
  return (sentence ?? "").replace(/{(\w+)}/g, (_all, name) => parts[name] ?? "");
}

/* 14:05, as every time on our pages. */
export function clock(moment) {
  const at = new Date(moment);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

function foot(place) {
  return place.querySelector(".form-footer, .dialog-foot, .comment-foot") ?? place;
}

/* Below a row of a table, as wide as the row: its last cell is often no wider than a button. */
function below(row) {
  const under = document.createElement("tr");
  under.className = "said-row";
  under.append(Object.assign(document.createElement("td"), { colSpan: row.cells.length }));
  row.after(under);
  return under.firstChild;
}

export function hush(place) {
  for (const old of place.querySelectorAll(".said-row, .said")) old.remove();
  const next = (place.closest("tr") ?? place.closest(".panel-head"))?.nextElementSibling;
  if (next?.matches(".said-row, .said")) next.remove();
}

/* `place` is a form, or the row or panel in which one stood. */
export function say(place, sentence, level = "error") {
  hush(place);
  const said = document.createElement("p");
  said.className = `said said-${level}`;
  said.setAttribute("role", level === "error" ? "alert" : "status");
  said.textContent = sentence;
  const [row, head] = [place.closest("tr"), place.closest(".panel-head")];
  if (head) head.after(said); // beside the buttons of a panel there is no room for a sentence
  else (row ? below(row) : foot(place)).prepend(said);
  said.scrollIntoView({ block: "nearest" });
}

export function sentenceFor(status) {
  if (status === 401) return words.loggedOut;
  if (status === 403) return words.refused;
  if (status === 404) return words.gone;
  if (status === 413) return words.tooLarge;
  if (status === 429) return words.busy;
  return words.failed;
}
