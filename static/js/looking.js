/* A form that is drawn anew by a button once another choice is made (data-look-with names the field) presses that button
   by itself: whoever changes the customer sees at once what that customer has open. */

document.addEventListener("change", (event) => {
  const form = event.target.form;
  const button = form?.querySelector("[data-look-with]");
  if (button && button.dataset.lookWith === event.target.name && event.target.value) form.requestSubmit(button);
});
