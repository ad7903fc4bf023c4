/* What the order costs while one types: the server prices it, so that the figures are those that saving will book.
   The same answer brings the due date that the laboratory proposes, and says which day is meant by the one typed. */

const form = document.getElementById("order-form");
const PAUSE = 300;
let timer = 0;
let under_way = null;

function body() {
  const typed = new FormData(form);
  typed.delete("file");
  return typed;
}

async function ask() {
  under_way?.abort();
  under_way = new AbortController();
  try {
    const answer = await fetch(form.dataset.prices, { method: "POST", body: body(), signal: under_way.signal });
    if (answer.ok && !answer.redirected) show(await answer.json());
  } catch { /* the figures stay as they were; saving says what is wrong */ }
}

/* What of a complex service comes onto the order, in as many as are typed. */
function showParts(parts) {
  for (const line of document.querySelectorAll("[data-line]")) {
    const told = line.querySelector("[data-parts]");
    told.textContent = parts[line.dataset.line] ?? "";
    told.closest("p").hidden = !told.textContent;
  }
}

function show({ lines, total, currency, parts, teeth, due, due_typed: typed }) {
  if (parts) showParts(parts);
  if (teeth) document.dispatchEvent(new CustomEvent("labsite:teeth", { detail: teeth }));
  if (lines) {
    for (const line of document.querySelectorAll("[data-line]")) {
      const cost = lines[line.dataset.line] ?? {};
      line.querySelector("[data-amount]").textContent = cost.amount ?? "";
      line.querySelector("[data-price-told]").textContent = cost.told ?? "";
      line.querySelector("[name$=-unit_price]").placeholder = cost.price ?? "";
    }
    document.querySelector("[data-total]").textContent = total;
    document.querySelector("[data-currency]").textContent = currency;
  }
  document.dispatchEvent(new CustomEvent("labsite:due", { detail: { due, typed } }));
}

function soon(event) {
  const matters = event.target.closest("[data-line], [data-prices]") !== null || ["due_on", "customer"].includes(event.target.name);
  if (!matters || event.target.matches("[role=combobox]")) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
if (document.querySelector("[data-lines]")) ask();
