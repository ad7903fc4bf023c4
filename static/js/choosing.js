/* Choosing from a long list by typing (tom-select): data-choose-url on a select asks the server, data-choose-tags on a
   text field offers known words and takes new ones. Without this script both are plain fields. */

const SPOKEN = { 401: "loggedOut", 403: "refused" };

function say(status) {
  const words = document.getElementById("words")?.dataset ?? {};
  const text = words[status ? (SPOKEN[status] ?? "failed") : "offline"];
  document.dispatchEvent(new CustomEvent("labsite:say", { detail: { text, level: "error" } }));
}

async function ask(address, typed) {
  const url = new URL(address, location.href);
  url.searchParams.set("q", typed);
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "application/json" } });
  } catch {
    say();
    return [];
  }
  if (answer.ok && !answer.redirected) return answer.json();
  say(answer.redirected ? 401 : answer.status);
  return [];
}

function line(data, escape) {
  const detail = data.detail ? ` <span class="quiet">${escape(data.detail)}</span>` : "";
  return `<div>${escape(data.text)}${detail}</div>`;
}

function chooseByAsking(select) {
  new TomSelect(select, {
    valueField: "id",
    labelField: "text",
    searchField: [], // the server has searched
    maxOptions: 20,
    preload: "focus",
    plugins: ["clear_button"],
    load: (typed, give) => ask(select.dataset.chooseUrl, typed).then(give),
    render: {
      option: line,
      no_results: (_data, escape) => `<div class="no-results">${escape(select.dataset.nothing ?? "")}</div>`,
    },
    onType() { this.clearOptions(); },
  });
}

function chooseTags(field) {
  const known = [...document.querySelectorAll("#known-tags option")].map((option) => option.value);
  field.value = field.value.split(",").map((word) => word.trim()).join(","); // a word with a space before it is lost
  new TomSelect(field, {
    delimiter: ",",
    create: true,
    persist: false,
    createFilter: /^[^,]{1,50}$/,
    plugins: ["remove_button"],
    options: known.map((name) => ({ value: name, text: name })),
  });
}

document.querySelectorAll("select[data-choose-url]").forEach(chooseByAsking);
document.querySelectorAll("input[data-choose-tags]").forEach(chooseTags);
