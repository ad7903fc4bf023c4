/* Lines of the order form: added and removed in place, each showing what its service asks for. Without this script
   buttons of the form do the same by way of the server. */

const lines = document.querySelector("[data-lines]");
const asked = JSON.parse(document.getElementById("asked-by-service").textContent);

function showAsked(line) {
  const kinds = asked[line.querySelector("[data-service]")?.value] ?? [];
  for (const detail of line.querySelectorAll("[data-kind]")) {
    const kind = detail.dataset.kind;
    const required = kinds.includes(`${kind}!`);
    detail.hidden = !required && !kinds.includes(kind) && !detail.querySelector("input").value;
    detail.querySelector("[data-required-mark]").hidden = !required;
  }
}

/* The server must not take a typed price for one left over from the service that stood here before. */
function watchPrice(line) {
  const price = line.querySelector("[name$=-unit_price]");
  const typed = line.querySelector("[name$=-price_typed]");
  if (!price) return () => {};
  price.addEventListener("input", () => { typed.value = price.value ? "on" : ""; });
  return () => { price.value = typed.value = ""; }; // the price of another service is not this one's
}

function takeUp(line) {
  const service = line.querySelector("select[data-service]");
  if (service) {
    const forgetPrice = watchPrice(line);
    new TomSelect(service, { maxOptions: null, placeholder: service.options[0].text, allowEmptyOption: false });
    service.addEventListener("change", () => {
      forgetPrice();
      showAsked(line);
    });
  }
  const button = line.querySelector("[data-remove-line]");
  if (button) button.hidden = false;
  line.querySelector("[data-delete]").hidden = true;
  line.hidden = line.querySelector("[data-delete] input").checked;
}

function add() {
  const total = document.getElementById("id_lines-TOTAL_FORMS");
  const holder = document.createElement("template");
  holder.innerHTML = document.querySelector("[data-empty-line]").innerHTML.replaceAll("__prefix__", total.value);
  const line = holder.content.firstElementChild;
  lines.append(line);
  total.value = Number(total.value) + 1;
  takeUp(line);
  line.querySelector("select[data-service]").tomselect.focus();
}

function remove(line) {
  const box = line.querySelector("[data-delete] input");
  box.checked = true;
  line.hidden = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector("[data-add-line]").focus();
}

if (lines) {
  lines.querySelectorAll("[data-line]").forEach(takeUp);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-line]")) {
      event.preventDefault();
      add();
    }
    const removing = event.target.closest("[data-remove-line]");
    if (removing) remove(removing.closest("[data-line]"));
  });
}
