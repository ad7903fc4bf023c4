"""The forms of a page as a browser has them: what stands in each field, and what is sent when somebody types."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = {"text", "email", "tel", "search", "number", "date", "time", "url", ""}
KEYS = {"csrfmiddlewaretoken", "form_token", "version", "seen", "tray"}
"""What a page carries for itself; nobody types it."""


@dataclass
class Choice:
    """A select, or tick boxes of one name: what is offered, and what is chosen."""

    offered: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    is_many: bool = False


@dataclass
class PageForm:
    """One form. ``hidden`` and ``texts`` by name, ``choices`` by name; ``kinds`` are the types of the text fields."""

    action: str
    method: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)

    def sent(self, **typed) -> dict:
        """What the browser sends, with what was typed."""
        chosen = {name: one.chosen if one.is_many else one.chosen[:1] for name, one in self.choices.items()}
        body = self.hidden | self.texts | {name: said for name, said in chosen.items() if said}
        return {name: said for name, said in (body | typed).items() if said is not None}

    @property
    def shows(self) -> set[str]:
        """The fields in which something stands already."""
        texts = {name for name, said in self.texts.items() if said.strip()}
        return texts | {name for name, one in self.choices.items() if any(one.chosen)}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.now: PageForm | None = None
        self.select = self.option = self.area = None
        self.skipped = 0

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "template":
            self.skipped += 1
        if self.skipped:
            return
        if tag == "form":
            self.now = PageForm(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.now)
        elif self.now is not None and "disabled" not in said:
            self._field(tag, said)

    def _field(self, tag, said):
        name = said.get("name", "")
        if tag == "input" and name:
            self._input(name, said)
        elif tag == "textarea" and name:
            self.area = name
            self.now.texts[name], self.now.kinds[name] = "", "textarea"
        elif tag == "select" and name:
            self.select = self.now.choices.setdefault(name, Choice(is_many="multiple" in said))
        elif tag == "option" and self.select is not None:
            self.option = said.get("value", "")
            self.select.offered.append(self.option)
            self.select.labels[self.option] = ""
            if "selected" in said:
                self.select.chosen.append(self.option)

    def _input(self, name, said):
        kind, value = said.get("type", ""), said.get("value", "")
        kind = "date" if "data-day" in said else kind
        if kind == "hidden":
            self.now.hidden[name] = value
        elif kind in TEXTS and "readonly" not in said:
            self.now.texts[name], self.now.kinds[name] = value, kind
        elif kind in ("checkbox", "radio"):
            one = self.now.choices.setdefault(name, Choice(is_many=True))
            one.offered.append(value or "on")
            one.chosen += [value or "on"] if "checked" in said else []

    def handle_data(self, data):
        if self.area is not None and not self.skipped:
            self.now.texts[self.area] += data
        elif self.option is not None:
            self.select.labels[self.option] += data.strip()

    def handle_endtag(self, tag):
        if tag == "template":
            self.skipped -= 1
        elif tag == "form":
            self.now = None
        elif tag == "textarea" and self.area is not None:
            self.now.texts[self.area] = self.now.texts[self.area].removeprefix("\n").removeprefix("\r\n")
            self.area = None
        elif tag == "select":
            for one in [self.select] if self.select is not None else []:
                one.chosen = one.chosen or ([] if one.is_many else one.offered[:1])
            self.select = self.option = None
        elif tag == "option":
            self.option = None


def forms_of(answer) -> list[PageForm]:
    """The forms of an answer that send something."""
    reader = _Reader()
    reader.feed(answer.content.decode())
    return [form for form in reader.forms if form.method == "post"]
