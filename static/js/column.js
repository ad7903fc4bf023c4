/* A column of fields: Enter and the arrow keys lead from one row to the next; Ctrl+Enter still sends the form. */

const fields = (form) => [...form.querySelectorAll("tbody input[type=text]")];

function beside(field, step) {
  const column = fields(field.form);
  return column[column.indexOf(field) + step];
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.("form[data-column] tbody input[type=text]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = beside(field, step);
  next?.focus();
  next?.select();
});
