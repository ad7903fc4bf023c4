/* A button with data-copies="id" copies what stands in that field. Where the browser lets no page write to the clipboard
   (http without TLS) the text is marked instead, to be copied by hand. */

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else if (!document.execCommand("copy")) return;
  } catch {
    return;
  }
  document.dispatchEvent(new CustomEvent("labsite:say", { detail: { text: button.dataset.copied, level: "success" } }));
});
