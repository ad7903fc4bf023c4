/* data-shown-when="kind=animal": shown only while the field of that name in the same form has that value.
   What holds something stays shown, so that nothing is sent unseen. */

function holdsSomething(field) {
  return field.type === "checkbox" ? field.checked : field.value !== "";
}

function follow(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, wanted] = part.dataset.shownWhen.split("=");
    const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
    part.hidden = form.elements[name].value !== wanted && !fields.some(holdsSomething);
  }
}

function followAll() {
  for (const form of document.querySelectorAll("form")) {
    if (form.querySelector("[data-shown-when]")) follow(form);
  }
}

followAll();
document.addEventListener("htmx:after:swap", followAll); // a dialog has come
document.addEventListener("change", (event) => event.target.form?.querySelector("[data-shown-when]") && follow(event.target.form));
