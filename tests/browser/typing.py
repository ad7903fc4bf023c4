"""Typing into pickers as a person does who does not look."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

PAUSE = 30
"""Milliseconds between the keys of somebody who types fast."""

LATE = """(milliseconds) => {
  const ask = window.fetch;
  window.fetch = async (url, how) => {
    if (/search|lately|contacts/.test(String(url))) await new Promise((go) => setTimeout(go, milliseconds));
    return ask(url, how);
  };
}"""

NOTE_SENDING = """() => {
  window.sent = 0;
  window.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.submitter?.matches("[data-look-with]")) window.sent += 1;  // a choice that shows what goes with it
  }, true);
}"""

PLACES = """() => [...document.querySelectorAll("main .picker [role=combobox]")]
  .filter((field) => !field.disabled && field.getClientRects().length).map((field) => field.id)"""

HOLDER = """(id) => document.getElementById(`${id}_chosen`)
  ?? document.getElementById(id).closest(".picker").parentElement.querySelector("input[type=hidden]")"""

ROWS = f"""async (id) => {{
  const holder = ({HOLDER})(id);
  const rows = (list) => [...list.options].map((one) => [one.dataset.id ?? one.value, one.text || one.value]);
  if (!holder.matches("select")) return rows(document.getElementById(/service/.test(id) ? "services" : "performers"));
  const {{ pickerUrl, pickerWith }} = holder.dataset;
  if (!pickerUrl) return rows(holder);
  const address = new URL(pickerUrl, location.href);
  if (pickerWith) address.searchParams.set(pickerWith, holder.form.elements[pickerWith].value);
  return (await (await fetch(address)).json()).map((row) => [String(row.id), row.text]);
}}"""

KIND = f"""(id) => {{
  const {{ dataset, tagName }} = ({HOLDER})(id);
  const around = document.getElementById(id).closest("table, .filter-bar, .dialog, form");
  return [tagName, dataset.pickerUrl, dataset.pickerWith, dataset.pickerSpillsInto, around?.tagName, around?.className];
}}"""

VALUE = f"(id) => ({HOLDER})(id).value"

SPILT = f"""(id) => {{
  const {{ form, dataset }} = ({HOLDER})(id);
  return form?.elements[dataset.pickerSpillsInto]?.value ?? "";
}}"""


def begin(page: Page, address: str, *, late: int = 400) -> None:
    """Open a page on which nothing is ever sent and every search answers late."""
    page.goto(address)
    page.evaluate(NOTE_SENDING)
    page.evaluate("document.querySelectorAll('[data-shown-when]').forEach((part) => part.hidden = false)")
    page.evaluate(LATE, late)


def places(page: Page) -> list[str]:
    """The ids of all pickers that can be seen, one of each name: rows of a table have the same ones."""
    ids = page.evaluate(PLACES)
    return list(
        {"".join(sign for sign in place if not sign.isdigit()): place for place in reversed(ids)}.values()
    )[::-1]


@dataclass
class Place:
    """One picker on a page, and what a person does with it. Each way types ``text`` and says what came of it."""

    page: Page
    id: str

    @property
    def field(self):
        return self.page.locator(f"[id='{self.id}']")

    @property
    def kind(self) -> tuple:
        """What tells it apart from other pickers: what it asks, and what it stands in."""
        return tuple(self.page.evaluate(KIND, self.id))

    def rows(self) -> list[tuple[str, str]]:
        """(id, text) of what can be chosen here."""
        return [(pk, text) for pk, text in self.page.evaluate(ROWS, self.id) if pk]

    def type(self, text: str) -> None:
        self.field.focus()
        self.field.press("Control+a")
        self.page.keyboard.type(text, delay=PAUSE)

    def enter_at_once(self, text: str) -> None:
        self.type(text)
        self.page.keyboard.press("Enter")

    def tab_at_once(self, text: str) -> None:
        self.type(text)
        self.page.keyboard.press("Tab")

    def mouse(self, text: str) -> None:
        self.type(text)
        row = self.field.locator("xpath=..").locator(".picker-row.is-marked")
        row.wait_for()
        row.click()

    def second_click(self, text: str) -> None:
        self.field.click()
        self.field.click()
        assert self.field.evaluate("field => document.activeElement === field")
        assert self.field.locator("xpath=..").locator(".picker-list").count() == 1
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text, delay=PAUSE)
        self.page.keyboard.press("Enter")

    def taken(self) -> tuple[str, str]:
        """(id, text) once the picker has come to rest."""
        expect(self.page.locator(".picker.is-asking")).to_have_count(0)
        return self.page.evaluate(VALUE, self.id), self.field.input_value()

    @property
    def says(self) -> str:
        said = self.field.locator(
            "xpath=../following-sibling::*[contains(@class, 'invalid-feedback')"
            " or contains(@class, 'picker-note')]"
        )
        return said.first.text_content() if said.count() else ""

    @property
    def spilt(self) -> str:
        """What was typed here and stands in the field for what is not in the list."""
        return self.page.evaluate(SPILT, self.id)

    @property
    def was_sent(self) -> bool:
        return bool(self.page.evaluate("window.sent"))


WAYS = ("enter_at_once", "tab_at_once", "mouse", "second_click")
