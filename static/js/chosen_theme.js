/* For pages whose <html> is not ours (the admin): the person's choice of light or dark, before anything is drawn. */

{
  const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/)?.[1];
  if (chosen) document.documentElement.dataset.bsTheme = chosen;
}
