/* What is folded in a menu opens inside it: the menu stays open, and shows what was unfolded. */

// Before the menu's own listener, which closes it at every click.
document.addEventListener("click", (event) => {
  if (event.target.closest(".dropdown-menu summary")) event.stopPropagation();
}, true);

document.addEventListener("toggle", (event) => {
  const menu = event.target.open && event.target.closest(".dropdown-menu");
  if (menu) menu.scrollTop = event.target.offsetTop;
}, true);
