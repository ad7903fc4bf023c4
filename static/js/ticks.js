/* A form whose rows are ticked: one box ticks all rows of its group, and the foot says how many and how much. */

const boxes = (root) => [...root.querySelectorAll("input[name=entry]")];

function total(ticked) {
  const sums = new Map();
  for (const box of ticked) {
    const { amount, currency } = box.dataset;
    sums.set(currency, (sums.get(currency) ?? 0) + Math.round(Number(amount) * 100));
  }
  const written = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 });
  return [...sums].map(([currency, sum]) => `${written.format(sum / 100).replace("-", "−")} ${currency}`).join(", ");
}

function show(form) {
  for (const group of form.querySelectorAll("tbody")) {
    const all = group.querySelector("[data-ticks-all]");
    const ticked = boxes(group).filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes(group).length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
  const ticked = boxes(form).filter((box) => box.checked);
  const place = form.querySelector("[data-ticks-sum]");
  const says = place.dataset.ticksSum.replace("{count}", ticked.length).replace("{total}", total(ticked));
  place.textContent = ticked.length ? says : "";
}

for (const form of document.querySelectorAll("form[data-ticks]")) {
  for (const all of form.querySelectorAll("[data-ticks-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes(all.closest("tbody"))) box.checked = all.checked;
      show(form);
    });
  }
  form.addEventListener("change", () => show(form));
  show(form);
}
