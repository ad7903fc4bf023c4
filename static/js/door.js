/* The demonstration's people: one press fills the login form with the chosen one. */

document.addEventListener("click", (event) => {
  const person = event.target.closest("[data-fill-login]");
  if (!person) return;
  const form = document.querySelector(".door-form form");
  form.querySelector("[name=username]").value = person.dataset.username;
  form.querySelector("[name=password]").value = person.dataset.password;
  form.querySelector("[type=submit]").focus();
});
