/* A page that is a form (data-begins), or a dialog that stands as a page, begins with the focus in its first field.
   A tick below what will be booked is no beginning: there the verb is. Not where something is to be read first, where the address names a place, or where a keyboard would rise over half the page. */

const READ_FIRST = "main :is([data-error-summary], [role=alert])";
const FIELD = ":is(input:not([type=hidden]), select, textarea):not([hidden], [readonly], :disabled)";

const FORM = "main :is(form[data-begins], .dialog-on-page form)";
const VERB = "main .dialog-on-page .dialog-foot [type=submit]";

function begin() {
  const isBooked = document.querySelector("main .dialog-on-page :is(.preview, .preview-first)") !== null;
  const fields = [...document.querySelectorAll(`${FORM} ${FIELD}`)]
    .filter((one) => one.getClientRects().length > 0 && (!isBooked || one.type !== "checkbox"));
  const first = fields[0] ?? document.querySelector(VERB);
  const isFree = document.activeElement === document.body && !location.hash && !document.querySelector(READ_FIRST);
  if (isFree && matchMedia("(pointer: fine)").matches) first?.focus({ preventScroll: true });
}

document.addEventListener("DOMContentLoaded", begin); // once the scripts of the page have put its fields where they stand
