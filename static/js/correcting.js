/* What was wrong with a field is no longer said once the person corrects it: neither in red nor to those who listen. Its
   line in the summary goes when the person has gone on, so that nothing moves under the hands; so does the summary with its
   last line. A picker looks after its own text (picker.js). */

const SETTLED = 300; // milliseconds: a click that left the field has been heard by then

/* The sentences below the field; several boxes of one name share theirs. */
function sentencesOf(field) {
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id.endsWith("_error"));
  const ids = new Set([...described, `${field.id}_error`, `id_${field.name}_error`]);
  return [...ids].flatMap((id) => [...field.form.querySelectorAll(`[id="${CSS.escape(id)}"]`)]);
}

function hush(field) {
  field.classList.remove("is-invalid");
  field.removeAttribute("aria-invalid");
  const left = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
  if (left.length) field.setAttribute("aria-describedby", left.join(" "));
  else field.removeAttribute("aria-describedby");
}

function correct({ target: field }) {
  if (!field.form || !field.name) return;
  const sentences = sentencesOf(field);
  const same = [...field.form.elements].filter((one) => one.name === field.name);
  for (const line of linesOf(field)) line.dataset.corrected = "";
  if (!sentences.length && !same.some((one) => one.matches(".is-invalid, [aria-invalid=true]"))) return;
  for (const sentence of sentences) sentence.remove();
  same.forEach(hush);
}

/* A field that a picker has taken over leaves its id to the text that one types in. */
function linesOf(field) {
  const ids = [field.id, field.id.replace(/_chosen$/, ""), `id_${field.name}`].filter(Boolean);
  const links = ids.flatMap((id) => [...document.querySelectorAll(`[data-error-summary] a[href="#${CSS.escape(id)}"]`)]);
  return links.map((link) => link.closest("li"));
}

function strike() {
  for (const line of document.querySelectorAll("[data-error-summary] li[data-corrected]")) {
    if (document.activeElement.id && line.querySelector("a")?.hash === `#${document.activeElement.id}`) continue; // still at it
    const summary = line.closest("[data-error-summary]");
    line.remove();
    if (!summary.querySelector("li")) summary.remove();
  }
}

document.addEventListener("input", correct);
document.addEventListener("change", correct);
document.addEventListener("focusout", () => setTimeout(strike, SETTLED));
