/* The chart while one chooses teeth: a real checkbox lies over each tooth of the drawing. Space or a tap does what the
   tool says, arrows lead on, shift makes a bridge from where one began. Whoever opens it hears of every change. */

import { filled } from "./saying.js";
import { isPrimary, neighbour } from "./teeth-model.js";

const KINDS = ["unit", "abutment", "pontic", "implant", "wing"];
const HEIGHT = { true: 358, false: 198 }; // with and without primary teeth, as orders/teeth/chart.py lays them
const LOWER_AT = { true: 184, false: 24 };

export class Chart {
  constructor(element, { changed, close }) {
    this.element = element;
    this.changed = changed;
    this.tool = "unit";
    this.boxes = new Map([...element.querySelectorAll(".tooth-box input")].map((box) => [Number(box.value), box]));
    this.drawn = new Map([...element.querySelectorAll("[data-tooth]")].map((one) => [Number(one.dataset.tooth), one]));
    element.addEventListener("click", (event) => this.click(event));
    element.addEventListener("keydown", (event) => this.key(event, close));
    element.querySelector("[data-primary-teeth]").addEventListener("change", ({ target }) => this.showPrimary(target.checked));
    element.querySelector("[data-close-chart]").addEventListener("click", close);
    element.querySelector("[data-tooth-details]").addEventListener("input", ({ target }) => this.detail(target));
  }

  /* The teeth of a line, and those that the patient has lost (a set). */
  show(teeth, missing) {
    this.teeth = teeth;
    this.missing = missing;
    const used = [...teeth.works.keys(), ...missing];
    this.showPrimary(this.withPrimary || used.some(isPrimary));
    this.draw();
  }

  showPrimary(shown) {
    this.withPrimary = shown;
    this.element.querySelector("[data-primary-teeth]").checked = shown;
    this.element.classList.toggle("dental-adult", !shown);
    const svg = this.element.querySelector("[data-dental-chart]");
    svg.setAttribute("viewBox", `0 0 640 ${HEIGHT[shown]}`);
    svg.querySelector("[data-jaw=lower]").setAttribute("transform", `translate(0 ${LOWER_AT[shown]})`);
    svg.querySelector("[data-middle]").setAttribute("d", `M0 ${HEIGHT[shown] / 2}H640M320 0V${HEIGHT[shown]}`);
  }

  draw() {
    for (const [tooth, box] of this.boxes) {
      const role = this.teeth.role(tooth);
      box.checked = this.teeth.has(tooth);
      box.tabIndex = tooth === this.reached() ? 0 : -1;
      box.parentElement.querySelector("[data-kind-told]").textContent = this.kindTold(tooth);
      const drawn = this.drawn.get(tooth);
      for (const kind of KINDS) drawn.classList.toggle(`tooth-${kind}`, kind === role);
      drawn.classList.toggle("tooth-worked", role !== "");
      drawn.classList.toggle("tooth-missing", this.missing.has(tooth));
      drawn.classList.toggle("tooth-chosen", tooth === this.chosen || tooth === this.end);
      drawn.querySelector(".tooth-letter").textContent = role.charAt(0).toUpperCase();
    }
    this.drawBars();
    this.drawDetails();
  }

  drawBars() {
    for (const bar of this.element.querySelectorAll(".tooth-bar")) bar.remove();
    for (const span of this.teeth.spans()) {
      const [first, last] = [this.drawn.get(span[0]), this.drawn.get(span.at(-1))];
      const [from, to, y] = [Number(first.dataset.x) + 8, Number(last.dataset.x) + 32, Number(first.dataset.bar)];
      const tick = first.closest("[data-jaw]").dataset.jaw === "upper" ? -5 : 5;
      const bar = document.createElementNS(first.namespaceURI, "path");
      bar.setAttribute("class", "tooth-bar");
      bar.setAttribute("stroke-width", "2.5");
      bar.setAttribute("d", `M${from} ${y + tick}V${y}H${to}V${y + tick}`);
      first.parentElement.append(bar);
    }
  }

  /* Shades, implant and kind of the tooth that was touched last. */
  drawDetails() {
    const details = this.element.querySelector("[data-tooth-details]");
    details.hidden = !this.teeth.has(this.chosen);
    if (details.hidden) return;
    details.querySelector("[data-tooth-named]").textContent = this.named(this.chosen);
    const told = { role: this.teeth.role(this.chosen), ...this.teeth.card[this.chosen] };
    for (const field of details.querySelectorAll("[data-of-tooth]")) {
      if (field !== document.activeElement) field.value = told[field.dataset.ofTooth] ?? "";
    }
    for (const label of details.querySelectorAll("[data-of-implant]")) label.hidden = told.role !== "implant";
  }

  /* The one tooth that Tab leads to. */
  reached() {
    const first = this.teeth.works.keys().next().value ?? 11;
    return this.at && (this.withPrimary || !isPrimary(this.at)) ? this.at : first;
  }

  named(tooth) {
    return this.boxes.get(tooth).parentElement.querySelector("[data-name]").textContent;
  }

  number(tooth) {
    return this.boxes.get(tooth).dataset.number;
  }

  kindTold(tooth) {
    if (this.teeth.has(tooth)) return `: ${this.kindWord(this.teeth.role(tooth))}`;
    return this.missing.has(tooth) ? `: ${this.element.querySelector("[data-tool=missing]").textContent.trim()}` : "";
  }

  kindWord(role) {
    return this.element.querySelector(`[data-of-tooth=role] option[value=${role}]`).textContent;
  }

  click(event) {
    const { target } = event;
    const tool = target.closest("[data-tool]");
    if (tool) this.choose(tool.dataset.tool);
    else if (target.closest("[data-take-off]")) this.change(() => this.teeth.take(this.chosen), this.chosen);
    else if (target.closest("[data-for-all]")) this.forAll();
    else if (target.matches(".tooth-box input")) this.touch(Number(target.value), event.shiftKey);
  }

  choose(tool) {
    this.tool = tool;
    this.end = null;
    for (const one of this.element.querySelectorAll("[data-tool]")) one.setAttribute("aria-pressed", String(one.dataset.tool === tool));
    this.draw();
  }

  touch(tooth, withShift) {
    this.begun = null;
    if (this.tool === "missing") return this.lose(tooth);
    const begun = withShift ? this.chosen : this.tool === "bridge" ? this.end : null;
    if (begun && begun !== tooth) return this.span(begun, tooth);
    if (this.tool === "bridge") return this.begin(tooth);
    const isIt = this.teeth.role(tooth) === this.tool;
    return this.change(() => (isIt ? this.teeth.take(tooth) : this.teeth.put(tooth, this.tool)), tooth);
  }

  begin(tooth) {
    this.end = this.end === tooth ? null : tooth;
    this.at = tooth;
    this.draw();
    if (this.end) this.say(filled(this.element.dataset.saysBegin, { tooth: this.named(tooth) }));
  }

  span(first, last) {
    this.end = null;
    const isOne = this.teeth.bridge(first, last);
    this.change(() => {}, last);
    const ends = { first: this.number(first), last: this.number(last) };
    this.say(isOne ? filled(this.element.dataset.saysBridge, ends) : this.element.dataset.saysApart);
  }

  lose(tooth) {
    if (!this.missing.delete(tooth)) this.missing.add(tooth);
    this.change(() => {}, tooth);
  }

  change(act, tooth) {
    act();
    this.chosen = this.at = tooth;
    this.likeOthers(tooth);
    this.draw();
    const says = this.teeth.has(tooth) ? "saysOn" : this.missing.has(tooth) ? "saysMissing" : "saysOff";
    const kind = this.teeth.has(tooth) ? this.kindWord(this.teeth.role(tooth)) : "";
    this.say(filled(this.element.dataset[says], { tooth: this.named(tooth), kind }));
    this.changed();
  }

  /* A further implant is most often of the same system. */
  likeOthers(tooth) {
    if (this.teeth.role(tooth) !== "implant" || this.teeth.card[tooth]?.system) return;
    const other = Object.entries(this.teeth.card).find(([one, told]) => this.teeth.role(Number(one)) === "implant" && told.system)?.[1];
    if (other) this.teeth.card[tooth] = { ...this.teeth.card[tooth], system: other.system, platform: other.platform };
  }

  detail(field) {
    const name = field.dataset.ofTooth;
    if (name === "role") return this.change(() => this.teeth.put(this.chosen, field.value), this.chosen);
    const told = { ...this.teeth.card[this.chosen], [name]: field.value };
    if (!field.value) delete told[name];
    this.teeth.card[this.chosen] = told;
    return this.changed();
  }

  forAll() {
    const { system, platform, ...shades } = this.teeth.card[this.chosen] ?? {};
    for (const tooth of this.teeth.works.keys()) {
      const own = this.teeth.card[tooth] ?? {};
      const implant = Object.fromEntries(["system", "platform"].filter((name) => own[name]).map((name) => [name, own[name]]));
      this.teeth.card[tooth] = { ...implant, ...shades };
    }
    this.changed();
  }

  key(event, close) {
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      return close();
    }
    if (event.key === "Enter" && !event.target.matches("button")) return event.preventDefault(); // not the form
    if (!event.target.matches(".tooth-box input") || !event.key.startsWith("Arrow")) return undefined;
    event.preventDefault();
    const from = Number(event.target.value);
    const to = neighbour(from, event.key, this.withPrimary);
    this.at = to;
    this.boxes.get(to).focus();
    if (event.shiftKey && to !== from) return this.extend(from, to);
    this.begun = null;
    return this.draw();
  }

  /* Shift and an arrow: the bridge grows and shrinks from where it was begun; what it passed over is as it was. */
  extend(from, to) {
    this.begun ??= { tooth: from, before: this.teeth.copy() };
    const { tooth, before } = this.begun;
    const fresh = before.copy();
    this.teeth.works = fresh.works;
    this.teeth.card = fresh.card;
    if (to === tooth) return this.change(() => {}, to);
    return this.span(tooth, to);
  }

  say(sentence) {
    this.element.querySelector("[data-chart-says]").textContent = sentence;
  }
}
