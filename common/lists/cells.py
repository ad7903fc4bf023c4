"""How a column is drawn. A cell gives a function that draws it for one row; what is alike in all rows is made once.

Drawing fifty rows by template nodes would take half of the time of a page: plain cells are put together here, and of
a template (``Shaped``) one row of each shape is drawn and kept, into which the texts of the others are filled.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.template.loader import get_template
from django.utils.functional import lazy
from django.utils.html import conditional_escape, escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.days import in_a_file, moment, moment_and_year
from common.lists.values import NOTHING, getter, plain, written
from common.templatetags.labsite import figure

if TYPE_CHECKING:
    from common.lists.asked import Asked
    from common.lists.table import Column

Draw = Callable[[Any], str]
EMPTY = "<td></td>"
FileColumn = tuple[str, Callable[[Sequence], Sequence[Any]]]
"""Its name, and what it says of some rows."""


def with_unit(label: str, unit: str) -> str:
    """“Amount, EUR”: where what is said of all rows stands once."""
    return _("%(name)s, %(unit)s") % {"name": label, "unit": unit} if unit else str(label)


@dataclass(frozen=True)
class Cell:
    """``css`` are the classes of the cell; ``named`` puts the name of the column before it on a phone.

    ``currency`` is where the row says that of an amount: it stands beside the amount in files.
    """

    css: str = ""
    named: bool = True
    currency: str = ""

    def drawer(self, column: "Column", asked: "Asked", rows: Sequence) -> Draw:
        raise NotImplementedError

    def unit(self, column: "Column", rows: Sequence) -> str:
        """The currency, to be said once in the head of the column, where it is that of each of the rows."""
        found = {getter(self.currency)(row) for row in rows} if self.currency else set()
        return str(found.pop()) if len(found) == 1 else ""

    def says(self, column: "Column") -> Callable[[Any], Any]:
        return getter(column.value or column.name)

    def file_columns(self, column: "Column") -> Iterator[FileColumn]:
        read = self.says(column)
        yield str(column.label), lambda rows: plain(list(map(read, rows)))
        if self.currency:
            currency = getter(self.currency)
            yield _("Currency"), lambda rows: list(map(currency, rows))

    def _begin(self, column: "Column", *more: str, unit: str = "") -> str:
        classes = " ".join(filter(None, (self.css, *more)))
        css = f' class="{escape(classes)}"' if classes else ""
        said = with_unit(column.label, unit)
        label = f' data-label="{escape(said)}"' if self.named and "stack-" not in classes else ""
        return f"<td{css}{label}"


@dataclass(frozen=True)
class Plain(Cell):
    """The value in words; empty where there is none. ``opens`` makes it the link that opens the row.

    Behind it stand ``tags``, each as (class, word), and in a second line ``sub``; ``title`` is said on hover.
    """

    opens: bool = False
    css_of_link: str = "row-link"
    write: Callable[[Any], str] = written
    tags: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    sub: Callable[[Any], str] | None = None
    title: Callable[[Any], str] | None = None

    def drawer(self, column, asked, rows):
        read, write, title, begin = self.says(column), self.write, self.title, self._begin(column)
        opens = asked.table.opens if self.opens else None
        link = f'<a class="{escape(self.css_of_link)}" href="'

        def draw(row) -> str:
            value = read(row)
            beside = self._beside(row)
            if value in NOTHING and opens is None and not beside:
                return EMPTY
            text = conditional_escape(write(value))
            if opens and (address := opens(row)):
                text = f'{link}{conditional_escape(address)}">{text or "–"}</a>'
            said = f' title="{conditional_escape(title(row))}"' if title else ""
            inside = f"<span>{text}{beside}</span>" if beside else text
            return f"{begin}{said}>{inside}</td>"

        return draw

    def file_columns(self, column):
        """What the page tells to the minute is told so in files."""
        if self.write not in (moment, moment_and_year):
            yield from super().file_columns(column)
            return
        read = self.says(column)
        yield str(column.label), lambda rows: [in_a_file(read(row)) for row in rows]

    def _beside(self, row) -> str:
        found = "".join(
            f' <span class="{escape(f"tag {css}".strip())}">{conditional_escape(word)}</span>'
            for css, word in (self.tags(row) if self.tags else ())
        )
        if self.sub and (below := self.sub(row)):
            found += f'<span class="sub">{conditional_escape(below)}</span>'
        return found


@dataclass(frozen=True)
class Link(Cell):
    """The value as a link to what it names; ``to`` gives the address, or nothing."""

    to: Callable[[Any], str] = lambda row: ""
    css_of_link: str = ""

    def drawer(self, column, asked, rows):
        read, to, begin = self.says(column), self.to, self._begin(column)
        css = f' class="{escape(self.css_of_link)}"' if self.css_of_link else ""

        def draw(row) -> str:
            value = read(row)
            if value in NOTHING:
                return EMPTY
            text, address = conditional_escape(written(value)), to(row)
            if address:
                text = f'<a{css} href="{conditional_escape(address)}">{text}</a>'
            return f"{begin}>{text}</td>"

        return draw


@dataclass(frozen=True)
class Change:
    """A dialog in which what a cell says is changed: its address for a row, what it is called, and who may open it."""

    to: Callable[[Any], str]
    says: Callable[[Any], str]
    needs: str

    def around(self, row, text: str, here: str) -> str:
        says, address = escape(self.says(row)), f"{self.to(row)}?{urlencode({'back': here})}"
        return (
            f'<a class="price-changes" href="{escape(address)}" data-dialog title="{says}">{text}'
            f' <i class="bi bi-pencil" aria-hidden="true"></i><span class="visually-hidden">{says}</span></a>'
        )


@dataclass(frozen=True)
class Amount(Cell):
    """An amount. Its currency stands in the head where it is the only one of the page, else beside each.

    Behind it may stand ``sub``.
    """

    currency: str = "currency"
    dash: bool = False
    change: Change | None = None
    sub: Callable[[Any], str] | None = None

    def drawer(self, column, asked, rows):
        read, currency, unit = self.says(column), getter(self.currency), self.unit(column, rows)
        begin, alone = self._begin(column, "num", unit=unit), bool(unit)
        change = self.change if self.change and asked.viewer.may(self.change.needs) else None
        here = asked.here

        def draw(row) -> str:
            value = read(row)
            if value is None or value == "":
                return f"{begin}>–</td>" if self.dash else EMPTY
            text = escape(figure(value, currency(row)))
            if not alone:
                text = f'<span>{text} <span class="currency">{escape(currency(row))}</span></span>'
            if change:
                text = change.around(row, text, here)
            if self.sub and (beside := self.sub(row)):
                text = f'<span>{text} <span class="sub">{escape(beside)}</span></span>'
            return f"{begin}>{text}</td>"

        return draw


class _Can:
    """``{% if can.see_prices %}`` as templates ask it."""

    def __init__(self, may: Callable[[str], bool]):
        self.may = may

    def __getitem__(self, action: str) -> bool:
        return self.may(action)


@dataclass(frozen=True)
class Drawn(Cell):
    """A small template of its own for each row, for what is too much for the others.

    It gets ``row``, ``url`` of what the row opens, ``label`` of the column, ``here``, the address of this page, and
    ``can`` as on pages; a form in it may say {% csrf_token %}.
    """

    template: str = ""

    def drawer(self, column, asked, rows):
        template, opens = get_template(self.template), asked.table.opens
        viewer = asked.viewer
        shared = {"label": column.label, "here": asked.here, "can": _Can(viewer.may)}
        shared["csrf_token"] = lazy(viewer.csrf_token, str)()

        def draw(row) -> str:
            return template.render({**shared, "row": row, "url": opens(row) if opens else ""})

        return draw


_PLACE = f"place-{secrets.token_hex(16)}-"
"""What stands in a drawn row before the name of a text. Nobody knows it, so nobody can type it."""
_GAP = re.compile(f"{_PLACE}([a-z_]+);")
MOST_SHAPES = 500


@dataclass(frozen=True)
class Shaped(Cell):
    """A template whose rows are dataclasses of texts, ready to be shown.

    Rows that differ only in texts have one shape: the template draws it once, and the texts are filled in. What may
    be empty (``optional``) and what is no text (``as_is``) makes another shape.
    """

    template: str = ""
    optional: tuple[str, ...] = ()
    as_is: tuple[str, ...] = ()

    def drawer(self, column, asked, rows):
        if not rows:
            return lambda row: ""
        optional = attrgetter(*self.optional) if self.optional else None
        one, as_is, shapes = len(self.optional) == 1, self.as_is, _SHAPES
        label, place = column.label, (self.template, get_language())

        def draw(row) -> str:
            found = () if optional is None else (optional(row),) if one else optional(row)
            key = (*place, *map(bool, found), *(tuple(getattr(row, name)) for name in as_is))
            shape = shapes.get(key)
            if shape is None:
                if len(shapes) >= MOST_SHAPES:
                    shapes.clear()
                shape = shapes[key] = _shape(self, row, label)
            return shape.filled_with(row)

        return draw


_SHAPES: dict[tuple, "_Shape"] = {}
"""Of all pages of this process: what a shape says does not depend on who looks."""


class _Shape:
    """A cell as its template drew it, cut at the places of its texts. No text is ever a format to fill in."""

    def __init__(self, html: str):
        pieces = _GAP.split(html)
        names = pieces[1::2]
        self.first, self.rest = pieces[0], pieces[2::2]
        self.texts = attrgetter(*names) if names else None
        self.one = len(names) == 1

    def filled_with(self, row) -> str:
        if self.texts is None:
            return self.first
        texts = (self.texts(row),) if self.one else self.texts(row)
        parts = [self.first]
        for text, piece in zip(texts, self.rest, strict=True):
            parts += (conditional_escape(text), piece)
        return "".join(parts)


def _shape(cell: Shaped, row, label) -> _Shape:
    """A row that has places where it would say its texts, and leaves out what this shape leaves out."""
    texts = {field.name: f"{_PLACE}{field.name};" for field in fields(row) if field.name not in cell.as_is}
    empty = {name: "" for name in cell.optional if not getattr(row, name)}
    html = get_template(cell.template).render({"row": replace(row, **texts | empty), "label": label})
    return _Shape(str(html).strip())
