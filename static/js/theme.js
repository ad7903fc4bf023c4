/* Light, dark or as the machine wishes: kept in the cookie `theme`, which the server writes into <html>. */

const root = document.documentElement;
const YEAR = 365 * 24 * 3600;

function chosen() {
  return root.dataset.bsTheme ?? "auto";
}

function choose(theme) {
  if (theme === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

function show(group) {
  for (const button of group.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen()));
  }
}

root.classList.add("js");
for (const group of document.querySelectorAll("[data-theme-switch]")) {
  group.hidden = false;
  show(group);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    choose(button.value);
    show(group);
  });
}
