/* Money that goes to open charges: the rows are ticked and filled, the oldest first, while the amount is typed; what no row
   takes is said below. Amounts are counted in whole thousandths. An amount that cannot be read in one way is left to
   the server, which then shows what it proposes before anything is booked. Without this script it always does. */

const rowsOf = (parts) => [...parts.querySelectorAll("[data-part]")];
const tickOf = (row) => row.querySelector("[type=checkbox]");
const boxOf = (row) => row.querySelector(".part-pays input");
const amountOf = (form) => form.querySelector("[name=amount]");

/* "1 234,50", "1.234,50", "1,234.50", "1'234.5": the last mark is the decimal one, unless three digits follow it alone. */
function read(text, places) {
  const plain = text.replace(/[\s'’]/g, "").replace(/^[A-Z]{3}|[A-Z]{3}$/g, "");
  if (!/^\d[\d.,]*$/.test(plain)) return null;
  const marks = [...plain].filter((sign) => sign === "." || sign === ",");
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const behind = last < 0 ? "" : plain.slice(last + 1);
  const grouped = marks.length > 0 && behind.length === 3 && new Set(marks).size === 1;
  if (grouped && places > 2) return null;
  const isWhole = last < 0 || grouped;
  if (!isWhole && behind.length > Math.max(places, 0)) return null;
  const whole = (isWhole ? plain : plain.slice(0, last)).replace(/[.,]/g, "");
  return Number(whole || "0") * 1000 + (isWhole ? 0 : Number(behind.padEnd(3, "0")));
}

function write(thousandths, places) {
  const least = Math.min(places, 2);
  const text = (thousandths / 1000).toFixed(places);
  return places > least ? text.replace(/0$/, "") : text;
}

function inWords(thousandths, { places, currency }) {
  const written = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: Number(places), maximumFractionDigits: Number(places) });
  return `${written.format(thousandths / 1000)} ${currency}`;
}

function givenOut(parts) {
  const places = Number(parts.dataset.places);
  const ticked = rowsOf(parts).filter((row) => tickOf(row).checked);
  return ticked.reduce((sum, row) => sum + (read(boxOf(row).value, places) ?? 0), 0);
}

/* Rows that a person filled or emptied by hand keep that. */
function fill(parts, amount) {
  const places = Number(parts.dataset.places);
  const own = rowsOf(parts).filter((row) => row.dataset.own !== undefined);
  const theirs = own.filter((row) => tickOf(row).checked);
  let left = amount - theirs.reduce((sum, row) => sum + (read(boxOf(row).value, places) ?? 0), 0);
  for (const row of rowsOf(parts)) {
    if (own.includes(row)) continue;
    const open = row.dataset.part === "" ? left : Number(row.dataset.part) * 1000;
    const share = Math.max(0, Math.min(left, Math.round(open)));
    tickOf(row).checked = share > 0;
    boxOf(row).value = share > 0 ? write(share, places) : "";
    left -= share;
  }
}

function say(parts, amount) {
  sayRest(parts, amount === null ? null : amount - givenOut(parts));
}

function sayRest(parts, rest) {
  const place = parts.querySelector("[data-parts-rest]");
  if (!place) return;
  const { rest: stays, over, none } = parts.dataset;
  const words = rest > 0 ? stays : rest < 0 ? over : none;
  place.textContent = rest === null ? "" : words.replace("{rest}", inWords(Math.abs(rest), parts.dataset));
  place.classList.toggle("parts-over", rest < 0);
}

function follow(form, { refill }) {
  const parts = form.querySelector("[data-parts]");
  const typed = amountOf(form).value.trim();
  const amount = read(typed, Number(parts.dataset.places));
  if (refill && amount !== null) fill(parts, amount);
  if (amount !== null) parts.querySelector("[name=filled_for]").value = `${parts.dataset.stamp}${typed}`;
  say(parts, amount);
}

/* Nothing typed, and charges ticked: the amount is what they come to. */
function sumUp(form, parts) {
  const places = Number(parts.dataset.places);
  for (const row of rowsOf(parts)) {
    if (!tickOf(row).checked) boxOf(row).value = "";
    else if (!boxOf(row).value) boxOf(row).value = write(Math.round(Number(row.dataset.part || "0") * 1000), places);
  }
  const sum = givenOut(parts);
  amountOf(form).value = sum ? write(sum, places) : "";
  amountOf(form).dataset.summed = "";
}

function ticked(form, parts, row) {
  const amount = amountOf(form);
  if (!amount.value.trim() || amount.dataset.summed !== undefined) {
    sumUp(form, parts);
    return follow(form, { refill: false });
  }
  if (tickOf(row).checked) delete row.dataset.own;
  else {
    row.dataset.own = "";
    boxOf(row).value = "";
  }
  follow(form, { refill: true });
  if (row.dataset.own === undefined && !tickOf(row).checked) tickOf(row).checked = boxOf(row).value !== "";
}

function typedInto(form, parts, row) {
  row.dataset.own = "";
  tickOf(row).checked = boxOf(row).value.trim() !== "";
  follow(form, { refill: amountOf(form).value.trim() !== "" && amountOf(form).dataset.summed === undefined });
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form");
  const parts = form?.querySelector("[data-parts]");
  if (!parts) return;
  const row = target.closest("[data-part]");
  if (target === amountOf(form)) {
    delete target.dataset.summed;
    follow(form, { refill: true });
  } else if (row && target.type === "checkbox") ticked(form, parts, row);
  else if (row) typedInto(form, parts, row);
});

/* The money of a bank line is known: its parts alone are typed. */
document.addEventListener("input", ({ target }) => {
  const parts = target.closest("[data-shared]");
  if (!parts) return;
  const places = Number(parts.dataset.places);
  const given = [...parts.querySelectorAll("input")].reduce((sum, box) => sum + (read(box.value, places) ?? 0), 0);
  sayRest(parts, Math.round(Number(parts.dataset.shared) * 1000) - given);
});

/* Of another customer, or in another currency, other charges are open: the same dialog is asked for them. */
let under_way = null;

async function drawAnew(form, changed) {
  under_way?.abort();
  under_way = new AbortController();
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  const asked = changed === "customer" ? ["customer", "amount"] : ["customer", "currency", "amount"];
  for (const name of asked) {
    const value = new FormData(form).get(name);
    if (value) address.searchParams.set(name, value);
  }
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: under_way.signal });
    if (!answer.ok || answer.redirected) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const place of form.querySelectorAll("[data-drawn]")) {
      const fresh = drawn.querySelector(`[data-drawn=${place.dataset.drawn}]`);
      if (fresh) place.replaceWith(fresh);
    }
    const label = (root) => root.querySelector("label[for=id_amount]");
    if (label(form) && label(drawn)) label(form).replaceWith(label(drawn));
    follow(form, { refill: true });
  } catch { /* the charges are shown before anything is booked */ }
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form");
  if (form?.querySelector("[data-parts]") && ["customer", "currency"].includes(target.name)) drawAnew(form, target.name);
});
