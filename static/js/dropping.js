/* Files that are dropped or pasted. A page (or dialog) with one place for files takes them wherever they are dropped, and
   from the clipboard: a screenshot goes up by Ctrl+V. */

import { take } from "./upload.js";

const ZONE = "[data-drop-zone]";

/* The place under the pointer, else the only one there is. */
function zoneFor(target) {
  const own = target.closest?.(ZONE);
  if (own) return own;
  const zones = [...(document.querySelector("dialog[open]") ?? document).querySelectorAll(ZONE)];
  return zones.length === 1 ? zones[0] : null;
}

function mark(zone) {
  for (const other of document.querySelectorAll(`${ZONE}.is-over`)) other.classList.toggle("is-over", other === zone);
  zone?.classList.add("is-over");
  document.querySelector("main")?.classList.toggle("takes-files", Boolean(zone));
}

function receive(zone, files) {
  zone.scrollIntoView({ block: "nearest" });
  take(zone, files);
}

/* A screenshot is called image.png by every browser: the moment tells one from another. */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString();
  const name = `${now.slice(0, 10)} ${now.slice(11, 19).replaceAll(":", "-")}.${file.name.split(".").pop()}`;
  return new File([file], name, { type: file.type });
}

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault(); // a file that misses the place must not replace the page
  mark(zoneFor(event.target));
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  mark(null);
  const zone = zoneFor(event.target);
  if (zone) receive(zone, [...event.dataTransfer.files]);
});

/* Where text came with it, as from a document, the text is meant while one types. */
document.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  const isTyping = event.target.closest?.("input, textarea, [contenteditable]");
  if (!files.length || (isTyping && event.clipboardData.types.includes("text/plain"))) return;
  const zone = zoneFor(event.target);
  if (!zone) return;
  event.preventDefault();
  receive(zone, files.map(named));
});
