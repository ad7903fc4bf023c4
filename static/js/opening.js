/* A form that asks (method="get") with data-opens-dialog: its answer opens in the dialog, as behind a link. Without this
   script it opens as a page. */

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-opens-dialog]") || !document.getElementById("dialog")) return;
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(form));
  htmx.ajax("GET", `${form.getAttribute("action")}?${asked}`, { target: "#dialog", swap: "innerHTML" });
});
