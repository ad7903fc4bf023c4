/* The list from which an order was opened: its page leads back there, filters and all, and to the orders before and
   behind it. The list is remembered in this tab, as it was seen; without this script the page leads to all orders. */

import { person } from "./session.js";

const KEY = `list:${person}`;
const ORDER = /^\/orders\/(?!new\/)[^/]+\/$/;

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function remember(list) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(list));
  } catch { /* full: the page then leads to all orders */ }
}

/* What leads to orders there, each once, and where the list goes on. */
function read(place, page, base) {
  const at = (link) => (link ? new URL(link.getAttribute("href"), base) : null);
  const orders = [...place.querySelectorAll("a[href]")].map((link) => at(link).pathname).filter((path) => ORDER.test(path));
  const [before, behind] = ["prev", "next"].map((rel) => at(page.querySelector(`.pager a[rel=${rel}]`)));
  return { orders: [...new Set(orders)], before: before && before.pathname + before.search, behind: behind && behind.pathname + behind.search };
}

function openedFrom(link) {
  const place = link.closest("table, ul, ol, .panel, section") ?? document.querySelector("main");
  const name = document.querySelector("main h1")?.textContent.trim().replace(/\s+/g, " ");
  remember({ address: location.pathname + location.search, name, ...read(place, document, location.href) });
}

/* The next page of the list, asked for when its last order is left behind. */
async function turn(list, address, last) {
  const answer = await fetch(address, { headers: { "X-In-Place": person } });
  if (!answer.ok || answer.redirected) return location.assign(list.address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = read(page.querySelector("main table") ?? page.querySelector("main"), page, new URL(address, location.href));
  const to = found.orders.at(last ? -1 : 0);
  if (!to) return location.assign(list.address);
  remember({ ...list, address, ...found });
  location.assign(to);
}

function arrow(place, list, { to, address, last }, key) {
  const link = place.querySelector(`[data-came="${key}"]`);
  link.hidden = !(to || address);
  if (link.hidden) return;
  Object.assign(link.dataset, { shortcut: key === "before" ? "k" : "j", shortcutSays: link.dataset.says });
  link.href = to ?? address;
  link.title = to ? `${link.dataset.says} (${decodeURIComponent(to.split("/")[2])})` : link.dataset.says;
  if (to) return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(list, address, last);
  });
}

function show() {
  const place = document.querySelector("main [data-came-from]");
  const list = remembered();
  if (!place || !list) return;
  const at = list.orders.indexOf(location.pathname);
  const onTheWay = document.referrer && ORDER.test(new URL(document.referrer).pathname);
  if (at < 0 && !onTheWay) return;
  const back = place.querySelector("[data-came=list]");
  back.href = list.address;
  if (list.name) back.querySelector("span").textContent = list.name;
  if (at < 0) return;
  arrow(place, list, { to: list.orders[at - 1], address: at === 0 ? list.before : null, last: true }, "before");
  arrow(place, list, { to: list.orders[at + 1], address: at === list.orders.length - 1 ? list.behind : null }, "behind");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("main a[href]");
  if (!link || link.origin !== location.origin || !ORDER.test(link.pathname) || ORDER.test(location.pathname)) return;
  openedFrom(link);
}, true);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-log-out]")) sessionStorage.removeItem(KEY);
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.matches?.("main")) show();
});
show();
