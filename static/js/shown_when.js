/* data-shown-when="kind=animal": shown only while the field of that name in the same form has that value.
   What holds something stays shown, so that nothing is sent unseen. */

function follow(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, wanted] = part.dataset.shownWhen.split("=");
    const typed = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")].some((field) => field.value);
    part.hidden = form.elements[name].value !== wanted && !typed;
  }
}

for (const form of document.querySelectorAll("form")) {
  if (form.querySelector("[data-shown-when]")) follow(form);
}
document.addEventListener("change", (event) => event.target.form?.querySelector("[data-shown-when]") && follow(event.target.form));
