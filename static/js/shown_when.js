/* data-shown-when="kind=animal": shown only while the field of that name in the same form has that value.
   What holds something stays shown, so that nothing is sent unseen.
   data-shown-only="paper=labels": the same for choices that mean nothing otherwise, whatever they hold. Several values
   that will do stand beside one another: "size=3 7". */

function holdsSomething(field) {
  return field.type === "checkbox" ? field.checked : field.value !== "";
}

function follow(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, wanted] = part.dataset.shownWhen.split("=");
    const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
    part.hidden = form.elements[name].value !== wanted && !fields.some(holdsSomething);
  }
  for (const part of form.querySelectorAll("[data-shown-only]")) {
    const [name, wanted] = part.dataset.shownOnly.split("=");
    part.hidden = !wanted.split(" ").includes(form.elements[name].value);
  }
}

const FOLLOWS = "[data-shown-when], [data-shown-only]";

function followAll() {
  for (const form of document.querySelectorAll("form")) {
    if (form.querySelector(FOLLOWS)) follow(form);
  }
}

followAll();
document.addEventListener("htmx:after:swap", followAll); // a dialog has come
document.addEventListener("change", (event) => event.target.form?.querySelector(FOLLOWS) && follow(event.target.form));
