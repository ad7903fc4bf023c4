/* On a phone a list begins with its rows: all filters but the search fold behind one button. Wide screens show them all. */

for (const bar of document.querySelectorAll("main > .filter-bar, main > * > form.filter-bar")) {
  if (!bar.querySelector(":scope > .filter-grow") || bar.querySelectorAll(":scope > div").length < 2) continue;
  const toggle = document.createElement("button");
  const mark = document.createElement("i");
  mark.className = "bi bi-funnel";
  mark.setAttribute("aria-hidden", "true");
  toggle.type = "button";
  toggle.className = "btn btn-outline-secondary filter-toggle";
  toggle.append(mark, document.getElementById("words")?.dataset.filters ?? "");
  toggle.setAttribute("aria-expanded", "false");
  toggle.addEventListener("click", () => {
    const folded = bar.toggleAttribute("data-folded");
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  bar.querySelector(":scope > .filter-grow").after(toggle);
  bar.toggleAttribute("data-folded", true);
}
