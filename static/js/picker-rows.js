/* Where the rows of a picker come from: a list that stands on the page, or the server.
   A row is {id, text, detail, group}; `find(typed)` gives rows, the best first, or a promise of them. */

import { fold, holds, wordsOf } from "./folding.js";

const PAUSE = 120; // milliseconds without a key before the server is asked
const listed = new WeakMap();

function rowOf(option) {
  const { id, detail, group } = option.dataset;
  const row = { id: id ?? option.value, text: id ? option.value : option.text || option.value, detail: detail ?? "" };
  row.group = group ?? option.closest("optgroup")?.label ?? "";
  row.folded = fold(`${row.text} ${row.detail}`);
  row.name = fold(row.text);
  return row;
}

/* The options of a select or a datalist, read once for all pickers that share it. */
export function rowsOn(list) {
  if (!listed.has(list)) listed.set(list, [...list.options].filter((one) => one.dataset.id || one.value).map(rowOf));
  return listed.get(list);
}

function rank(row, sought, words) {
  if (row.name === sought || row.name.split(" ", 1)[0] === sought) return 0;
  if (row.name.startsWith(sought)) return 1;
  return words.every((word) => ` ${row.name}`.includes(` ${word}`)) ? 2 : 3;
}

function best(rows, typed) {
  const sought = fold(typed);
  const words = wordsOf(typed);
  const found = rows.filter((row) => words.every((word) => holds(row.folded, word)));
  const ranked = found.map((row) => [rank(row, sought, words), row]);
  return ranked.sort(([one], [other]) => one - other).map(([, row]) => ({ ...row, group: "" }));
}

export class RowsOfPage {
  constructor(list) {
    this.list = list;
  }

  get count() {
    return rowsOn(this.list).length;
  }

  /* What this customer had lately comes first, while nothing is typed; a typed word never depends on it. */
  find(typed) {
    const rows = rowsOn(this.list);
    if (fold(typed)) return best(rows, typed);
    const lately = (this.list.dataset.lately ?? "").split(" ").filter(Boolean);
    const known = new Map(rows.map((row) => [row.id, row]));
    const first = lately.filter((id) => known.has(id)).map((id) => ({ ...known.get(id), group: this.list.dataset.latelySays }));
    return [...first, ...rows];
  }
}

const SPOKEN = { 401: "loggedOut", 403: "refused" };

function say(status) {
  const words = document.getElementById("words")?.dataset ?? {};
  const text = words[status ? (SPOKEN[status] ?? "failed") : "offline"];
  document.dispatchEvent(new CustomEvent("labsite:say", { detail: { text, level: "error" } }));
}

/* The rows that the server finds; null where it did not answer, which has been said then. */
export async function ask(address, parameters, signal) {
  const url = new URL(address, location.href);
  for (const [name, said] of Object.entries(parameters)) if (said) url.searchParams.set(name, said);
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "application/json" }, signal });
    if (answer.ok && !answer.redirected) return await answer.json();
  } catch {
    if (!signal?.aborted) say();
    return null;
  }
  say(answer.redirected ? 401 : answer.status);
  return null;
}

export class RowsOfServer {
  #newest = new AbortController();

  /* `lately` is the address of what comes first while nothing is typed. */
  constructor(address, lately, parameters) {
    this.address = address;
    this.lately = lately;
    this.parameters = parameters;
  }

  /* `soon` waits for the next key first; a newer question makes an older one void. */
  async find(typed, { soon = false } = {}) {
    this.#newest.abort();
    const { signal } = (this.#newest = new AbortController());
    if (soon) await new Promise((resume) => setTimeout(resume, PAUSE));
    if (signal.aborted) return null;
    const also = await this.parameters();
    if (signal.aborted) return null;
    const q = typed.trim();
    const questions = [q || !this.lately ? [] : ask(this.lately, also, signal), ask(this.address, { q, ...also }, signal)];
    const [first, rows] = await Promise.all(questions);
    if (!first || !rows) return null;
    const known = new Set(first.map((row) => row.id));
    return [...first, ...rows.filter((row) => !known.has(row.id))].map((row) => ({ ...row, id: String(row.id) }));
  }
}
