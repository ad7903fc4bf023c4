/* Who orders and for whom: what the customer had lately comes first among the services, and a registered patient fills in the particulars. */

import { ask } from "./picker-rows.js";

const form = document.getElementById("order-form");
const { customer, patient } = form.elements;
const services = document.getElementById("services");
const PARTICULARS = ["kind", "sex", "age", "species", "breed", "owner"];
const typedAt = new Map();

async function listLately() {
  if (!services) return;
  const asked = customer.value;
  const ids = asked ? await ask(services.dataset.latelyUrl, { customer: asked }) : [];
  if (customer.value === asked) services.dataset.lately = (ids ?? []).join(" ");
}

/* What was typed after the patient was decided on, while the answer was on its way, stays. */
function fill(name, said, decidedAt) {
  const field = form.elements[`patient_${name}`];
  if ((typedAt.get(field) ?? 0) < decidedAt) field.value = said ?? "";
}

function fillIn({ row, decidedAt }) {
  if (row?.kind === undefined) return;
  fill("name", row.text, decidedAt);
  for (const name of PARTICULARS) fill(name, row[name], decidedAt);
  form.elements.patient_kind.dispatchEvent(new Event("change", { bubbles: true }));
}

form.addEventListener("input", (event) => typedAt.set(event.target, performance.now()));
customer.addEventListener("change", listLately);
patient.addEventListener("picker:taken", (event) => fillIn(event.detail));
listLately();
