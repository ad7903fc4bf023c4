/* Tabs that a phone cannot show all at once stand so that the one where one is can be seen. Browsers that know
   scroll-initial-target do so by themselves, before anything is drawn. */

function bringIntoSight() {
  for (const here of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = here.closest(".tabs");
    const over = here.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
    if (over > 0) tabs.scrollLeft += over;
  }
}

if (!CSS.supports("scroll-initial-target", "nearest")) {
  document.addEventListener("htmx:after:swap", bringIntoSight);
  bringIntoSight();
}
