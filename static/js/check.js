/* data-check-file: whether a chosen or dropped file is the one whose hash stands on the page. It is read and hashed here;
   nothing of it is sent. */

const zone = document.querySelector("[data-check-file]");
const answer = document.querySelector("[data-check-answer]");

function say(how, sentence) {
  answer.className = `check-answer is-${how}`;
  answer.textContent = sentence;
}

async function hashed(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  answer.textContent = "";
  try {
    // Another size is another file: a large one need not be read at all.
    const same = file.size === Number(zone.dataset.size) && (await hashed(file)) === zone.dataset.sha256;
    say(same ? "genuine" : "different", `${file.name}: ${same ? zone.dataset.genuine : zone.dataset.different}`);
  } catch {
    say("different", zone.dataset.unreadable);
  }
}

if (zone && !globalThis.crypto?.subtle) {
  say("unable", zone.dataset.unable);
} else if (zone) {
  // Made here, so that the page without script has no place for a file, which nobody would take.
  const input = Object.assign(document.createElement("input"), { type: "file", id: "check-input", accept: ".pdf" });
  zone.prepend(input);
  zone.hidden = false;
  input.addEventListener("change", () => {
    if (input.files.length) compare(input.files[0]);
    input.value = ""; // the same file may be chosen once more
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
  });
}
