/* What was wrong with a field is no longer said once the person corrects it: neither in red nor to those who listen.
   The summary above stays until the form is sent again. A picker looks after its own text (picker.js). */

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
  if (!sentences.length && !same.some((one) => one.matches(".is-invalid, [aria-invalid=true]"))) return;
  for (const sentence of sentences) sentence.remove();
  same.forEach(hush);
}

document.addEventListener("input", correct);
document.addEventListener("change", correct);
