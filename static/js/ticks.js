/* A form whose rows are ticked: one box ticks all rows of its group (or of its table, from the head); the group and the
   foot say what is ticked. Rows may be drawn anew at any time. */

const boxes = (root) => [...root.querySelectorAll("input[name=entry]")];
const groupOf = (all) => all.closest("tbody") ?? all.closest("table");

function written(sum, currency) {
  const language = document.documentElement.lang;
  const places = new Intl.NumberFormat(language, { style: "currency", currency }).resolvedOptions();
  const { minimumFractionDigits, maximumFractionDigits } = places;
  const number = new Intl.NumberFormat(language, { minimumFractionDigits, maximumFractionDigits });
  return `${number.format(sum / 1000).replace("-", "−")} ${currency}`;
}

function total(ticked) {
  const sums = new Map();
  for (const box of ticked) {
    const { amount, currency } = box.dataset;
    sums.set(currency, (sums.get(currency) ?? 0) + Math.round(Number(amount) * 1000));
  }
  return [...sums].map(([currency, sum]) => written(sum, currency)).join(", ");
}

/* An amount is said where all that is ticked has one. */
function said(place, ticked) {
  const summed = ticked.every((box) => box.dataset.amount);
  const words = summed ? place.dataset.ticksSum : place.dataset.ticksCount;
  return words.replace("{count}", ticked.length).replace("{total}", summed ? total(ticked) : "");
}

function show(form) {
  for (const all of form.querySelectorAll("[data-ticks-all]")) {
    const rows = boxes(groupOf(all));
    const ticked = rows.filter((box) => box.checked).length;
    all.hidden = false;
    all.checked = ticked > 0 && ticked === rows.length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
  for (const sum of form.querySelectorAll("[data-ticks-group]")) {
    const ticked = boxes(groupOf(sum)).filter((box) => box.checked);
    sum.textContent = total(ticked) || written(0, sum.dataset.currency);
  }
  const ticked = boxes(form).filter((box) => box.checked);
  const place = form.querySelector("[data-ticks-sum]");
  place.textContent = ticked.length ? said(place, ticked) : "";
}

function showAll() {
  for (const form of document.querySelectorAll("form[data-ticks]")) show(form);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-ticks]");
  if (!form) return;
  if (event.target.matches("[data-ticks-all]")) {
    for (const box of boxes(groupOf(event.target))) box.checked = event.target.checked;
  }
  show(form);
});
document.addEventListener("htmx:after:swap", showAll);
window.addEventListener("pageshow", showAll); // Back brings the ticks again
showAll();
