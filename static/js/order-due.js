/* The due date: the field holds the day that is proposed until another one is typed, and again once it is emptied. What is
   typed the server reads (order-prices.js asks it); a day off is named with the working day that it could be. */

const field = document.getElementById("id_due_on");
const { due_by: by } = field.form.elements;
const told = document.querySelector("[data-due-told]");
const note = told.querySelector("[data-due-note]");
const next = told.querySelector("[data-due-next]");
const means = document.querySelector("[data-due-says]");
let proposal = "";
let typed = null; // what the server made of what was typed last

function isProposed() {
  return by.value === "proposal";
}

/* Written out as it was read, once the person has left the field. */
function write() {
  if (document.activeElement === field) return;
  if (isProposed()) field.value = proposal;
  else if (typed?.typed === field.value.trim()) {
    field.value = typed.says;
    typed = { ...typed, typed: typed.says };
  }
}

function tell() {
  const isAnswered = !isProposed() && typed?.typed === field.value.trim();
  const said = isAnswered ? typed : {};
  note.textContent = said.note ?? "";
  next.hidden = !said.next;
  next.textContent = said.offer ?? "";
  next.value = said.next ?? "";
  means.textContent = said.says && !said.note && said.says !== field.value ? `= ${said.says}` : "";
  means.hidden = !means.textContent;
}

function showProposal(due) {
  proposal = due?.says ?? "";
  const line = document.querySelector("[data-proposal]");
  line.hidden = !due;
  line.querySelector("[data-proposal-day]").textContent = proposal;
  line.querySelector("[data-proposal-reason]").textContent = due ? `(${due.reason})` : "";
}

function takeNext() {
  field.value = next.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("labsite:due", ({ detail }) => {
  typed = detail.typed;
  showProposal(detail.due);
  write();
  tell();
});
field.addEventListener("input", () => {
  by.value = field.value.trim() ? "hand" : "proposal";
  tell();
});
field.addEventListener("focus", () => field.select());
field.addEventListener("blur", () => {
  write();
  tell();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || next.hidden) return;
  event.preventDefault();
  takeNext();
});
next.addEventListener("click", (event) => {
  event.preventDefault();
  takeNext();
});
if (!field.value) by.value = "proposal";
