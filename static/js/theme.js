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
for (const group of document.querySelectorAll("form[data-theme-switch]")) {
  group.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(event.submitter.value);
    show(group);
  });
}
