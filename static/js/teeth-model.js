/* The teeth of one line: which, what is made of each, which are a bridge together. What may not be the server says. */

/* As one looks at the patient (orders/teeth/fdi.py): a range and a bridge follow a row. */
const UPPER = [18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28];
const LOWER = [48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38];
const UPPER_PRIMARY = [55, 54, 53, 52, 51, 61, 62, 63, 64, 65];
const LOWER_PRIMARY = [85, 84, 83, 82, 81, 71, 72, 73, 74, 75];
export const ROWS = [UPPER, UPPER_PRIMARY, LOWER_PRIMARY, LOWER];
const FIRST_COLUMN = [0, 3, 3, 0];
const LETTERS = { unit: "", abutment: "a", pontic: "p", implant: "i", wing: "w" };

export function isPrimary(tooth) {
  return tooth > 50;
}

function rowOf(tooth) {
  return ROWS.findIndex((row) => row.includes(tooth));
}

/* From one tooth to another, both included; null where they do not stand in one row. */
export function between(first, last) {
  const row = ROWS[rowOf(first)];
  if (!row.includes(last)) return null;
  const [from, to] = [row.indexOf(first), row.indexOf(last)].sort((one, other) => one - other);
  return row.slice(from, to + 1);
}

/* The neighbour to which an arrow leads; the same tooth where there is none. */
export function neighbour(tooth, key, withPrimary) {
  const at = rowOf(tooth);
  const column = ROWS[at].indexOf(tooth) + FIRST_COLUMN[at];
  if (key === "ArrowLeft" || key === "ArrowRight") return ROWS[at][ROWS[at].indexOf(tooth) + (key === "ArrowLeft" ? -1 : 1)] ?? tooth;
  const step = key === "ArrowUp" ? -1 : 1;
  for (let next = at + step; ROWS[next]; next += step) {
    const found = ROWS[next][column - FIRST_COLUMN[next]];
    if (found && (withPrimary || !isPrimary(found))) return found;
  }
  return tooth;
}

export class Teeth {
  constructor(works = [], card = {}) {
    this.works = new Map(works.map(([tooth, role, span]) => [tooth, { role, span }]));
    this.card = card; // tooth → its shades and its implant
  }

  has(tooth) {
    return this.works.has(tooth);
  }

  role(tooth) {
    return this.works.get(tooth)?.role ?? "";
  }

  copy() {
    return new Teeth([...this.works].map(([tooth, { role, span }]) => [tooth, role, span]), structuredClone(this.card));
  }

  /* Each bridge in the sequence of its row. */
  spans() {
    const found = new Map();
    for (const tooth of ROWS.flat()) {
      const span = this.works.get(tooth)?.span ?? null;
      if (span !== null) found.set(span, [...(found.get(span) ?? []), tooth]);
    }
    return [...found.values()];
  }

  /* Out of its bridge; what stays of that on either side is a bridge still, or a single tooth. */
  leave(tooth) {
    const { span } = this.works.get(tooth) ?? {};
    if (span === undefined || span === null) return;
    this.works.get(tooth).span = null;
    const rest = ROWS.flat().filter((one) => this.works.get(one)?.span === span);
    const row = ROWS[rowOf(tooth)];
    for (const side of [rest.filter((one) => row.indexOf(one) < row.indexOf(tooth)), rest.filter((one) => row.indexOf(one) > row.indexOf(tooth))]) {
      const number = side.length > 1 ? this.nextSpan() : null;
      for (const one of side) this.works.set(one, { role: number ? this.role(one) : alone(this.role(one)), span: number });
    }
  }

  nextSpan() {
    return 1 + Math.max(0, ...[...this.works.values()].map(({ span }) => span ?? 0));
  }

  put(tooth, role) {
    if (role === "unit") this.leave(tooth);
    this.works.set(tooth, { role, span: this.works.get(tooth)?.span ?? null });
  }

  take(tooth) {
    this.leave(tooth);
    this.works.delete(tooth);
    delete this.card[tooth];
  }

  /* Its ends carry, what stands between is carried; an implant, a wing and a carrying tooth between stay what they are. */
  bridge(first, last) {
    const teeth = between(first, last);
    if (!teeth) return false;
    const former = new Map(teeth.map((tooth) => [tooth, this.role(tooth)]));
    for (const tooth of teeth) this.leave(tooth);
    const span = this.nextSpan();
    teeth.forEach((tooth, place) => {
      const isEnd = place === 0 || place === teeth.length - 1;
      const stays = ["implant", "wing", ...(isEnd ? [] : ["abutment"])].includes(former.get(tooth));
      this.works.set(tooth, { role: stays ? former.get(tooth) : isEnd ? "abutment" : "pontic", span });
    });
    return true;
  }

  /* As it is typed (orders/teeth/writing.py); `rank` and `called` are those of the notation in which people read. */
  text(rank, called) {
    const byRank = (teeth) => [...teeth].sort((one, other) => rank(one) - rank(other));
    const told = (teeth) => (sameQuarter(teeth) || called(11) !== "11" ? byRank(teeth) : teeth);
    const named = (tooth) => called(tooth) + LETTERS[this.role(tooth)];
    const pieces = this.spans().map((span) => {
      const inner = told(span);
      const said = inner.filter((tooth, place) => place === 0 || place === inner.length - 1 || this.role(tooth) !== "pontic");
      return { at: Math.min(...span.map(rank)), text: said.map(named).join("-") };
    });
    for (const [tooth, { span }] of this.works) if (span === null) pieces.push({ at: rank(tooth), text: named(tooth) });
    return pieces.sort((one, other) => one.at - other.at).map(({ text }) => text).join(", ");
  }
}

function alone(role) {
  return role === "pontic" || role === "wing" ? "unit" : role;
}

function sameQuarter(teeth) {
  return new Set(teeth.map((tooth) => Math.floor(tooth / 10))).size === 1;
}
