/* The admin site's pages are Django's own: the choice of light or dark reaches them here, before anything is drawn. */

{
  const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/);
  if (chosen) document.documentElement.dataset.bsTheme = chosen[1];
}
