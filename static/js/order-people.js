/* Who orders and for whom: customer and patient found by typing, contacts that follow the customer, and the
   patient's particulars filled in from the register. Without this script the selects are plain and the rest is typed. */

const form = document.getElementById("order-form");
const customer = form.elements.customer;
const contact = form.elements.contact;
const patient = form.elements.patient;
const PARTICULARS = ["kind", "sex", "age", "species", "breed", "owner"];

async function ask(address, parameters) {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) return await answer.json();
  } catch { /* said below */ }
  const words = document.getElementById("words")?.dataset ?? {};
  document.dispatchEvent(new CustomEvent("labsite:say", { detail: { text: words.offline, level: "error" } }));
  return [];
}

function line(data, escape) {
  const detail = data.detail ? ` <span class="quiet">${escape(data.detail)}</span>` : "";
  return `<div>${escape(data.text)}${detail}</div>`;
}

function findable(select, more = () => ({})) {
  return new TomSelect(select, {
    labelField: "text",
    searchField: ["text", "detail"],
    maxOptions: 50,
    allowEmptyOption: false,
    placeholder: select.options[0]?.text,
    plugins: ["clear_button"],
    render: { option: line },
    load: async (typed, give) => {
      const found = await ask(select.dataset.search, { q: typed, ...more() });
      give(found.map((row) => ({ ...row, value: String(row.id) })));
    },
  });
}

function option(value, text) {
  return new Option(text, value);
}

async function followCustomer() {
  const kept = contact.options[0];
  contact.replaceChildren(kept);
  if (!customer.value) return;
  const people = await ask(contact.dataset.contacts, { customer: customer.value });
  contact.replaceChildren(kept, ...people.map((row) => option(row.id, row.detail ? `${row.text}, ${row.detail}` : row.text)));
  if (people.length === 1) contact.value = String(people[0].id);
}

function fillIn(register) {
  const row = register.options[patient.value];
  if (!row || row.kind === undefined) return;
  form.elements.patient_name.value = row.text;
  for (const name of PARTICULARS) form.elements[`patient_${name}`].value = row[name] ?? "";
  form.elements.patient_kind.dispatchEvent(new Event("change", { bubbles: true }));
}

/* The summary of errors links to selects that now stand hidden behind their search boxes. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const field = link && document.querySelector(link.getAttribute("href"));
  if (!field?.tomselect) return;
  event.preventDefault();
  field.tomselect.focus();
});

findable(customer);
const register = findable(patient, () => ({ customer: customer.value }));
customer.addEventListener("change", followCustomer);
patient.addEventListener("change", () => fillIn(register));
