/* data-picker-follows="customer": what is chosen here belongs to what is chosen there. When that changes, this one is
   emptied, and where only one row is left to choose, it is taken. */

import { pickerOf } from "./picker.js";

document.addEventListener("change", (event) => {
  const { form, name } = event.target;
  if (!form || !name) return;
  for (const follower of form.querySelectorAll(`[data-picker-follows="${name}"]`)) {
    pickerOf(follower)?.follow(() => event.target.value);
  }
});
