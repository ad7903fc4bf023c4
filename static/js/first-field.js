/* A page that is a form (data-begins), or a dialog that stands as a page, begins with the focus in its first field.
   Not where something is to be read first, where the address names a place, or where a keyboard would rise over half the page. */

const READ_FIRST = "main :is([data-error-summary], [role=alert])";
const FIELD = ":is(input:not([type=hidden]), select, textarea):not([hidden], [readonly], :disabled)";

const field = document.querySelector(`main :is(form[data-begins], .dialog-on-page form) ${FIELD}`);
const isFree = document.activeElement === document.body && !location.hash && !document.querySelector(READ_FIRST);

if (isFree && matchMedia("(pointer: fine)").matches) field?.focus({ preventScroll: true });
