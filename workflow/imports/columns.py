"""Columns of a table that is imported: what each is called, how its cells are read, and how they are written."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.days import day_and_year
from common.folding import fold
from common.table_files.cells import Cell
from common.typed_numbers import write_number

Value = str | Decimal | int | bool | date | None
Reader = Callable[[Cell], Value]
"""What a cell says. Raises ``ValidationError`` with a sentence for people."""

SHORTENED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d{1,3}")
YES = ("yes", "y", "true", "1", "x", "ja", "j", "да", "oui", "si")
NO = ("no", "n", "false", "0", "nein", "нет", "non")
SERIAL_DAYS = range(10_000, 80_000)
"""Days since 1900 of the years 1927 to 2119: a number in a column of days is no year and no amount."""
FIRST_DAY, FIRST_DAY_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Column:
    """An empty cell empties the field where it ``clears``, else it leaves it."""

    key: str
    label: str
    read: Reader
    is_required: bool = False
    clears: bool = False
    is_key: bool = False
    """By it the record is known again: new ones may lack it, and nothing is changed by it."""
    choices: Sequence[tuple[str, str]] = ()
    places: int = 0
    """Decimals that are shown at least."""
    is_day: bool = False

    def all_names(self, others: str = "") -> set[str]:
        """Its own names, and those by which others call it."""
        return {plain_name(name) for name in (self.key, str(self.label), *others.split(";")) if name.strip()}

    def written(self, value: Value) -> str | Decimal | int | date | None:
        """As it stands in a cell of the table."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if self.choices:
            return str(dict(self.choices).get(value, value or ""))
        if isinstance(value, Decimal):
            return Decimal(write_number(value, self.places))
        return plain(value) if isinstance(value, str) else value

    def shown(self, value: Value) -> str:
        """As people read it."""
        if isinstance(value, Decimal):
            return write_number(value, self.places)
        if isinstance(value, date):
            return day_and_year(value)
        return str(self.written(value) if value is not None else "")


def plain_name(name: str) -> str:
    """As heads are compared: “Price, EUR *” is “price eur”."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())


def plain(value: Value) -> str:
    """By which two values are compared, and how they are kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value).replace("\r\n", "\n").replace("\r", "\n").strip())


def text(field: models.Field) -> Reader:
    """A text, as long as the field takes. A long number that a spreadsheet has shortened is refused."""
    form_field = field.formfield(required=False)

    def read(cell: Cell) -> str:
        if SHORTENED.fullmatch(cell.text):
            sentence = _("“%(text)s” is a long number that was shortened: make the column one of text.")
            raise ValidationError(sentence % {"text": cell.text})
        return form_field.clean(cell.text) or ""

    return read


def number(form_field: forms.Field) -> Reader:
    """An amount, a percent, a quantity, a whole number: a number of the file is taken as it is, a text is read."""
    form_field.required = False

    def read(cell: Cell) -> Value:
        if cell.number is not None:
            form_field.validate(cell.number)
            return int(cell.number) if form_field.places == 0 else cell.number
        return form_field.clean(cell.text)

    return read


def day(form_field: forms.Field) -> Reader:
    """A day; also one that stands there as the number which a spreadsheet keeps for it."""
    form_field.required = False

    def read(cell: Cell) -> Value:
        if cell.day is not None:
            form_field.validate(cell.day)
            return cell.day
        if cell.text.isascii() and cell.text.isdigit() and int(cell.text) in SERIAL_DAYS:
            found = FIRST_DAY + timedelta(days=int(cell.text))
            form_field.validate(found)
            return found
        try:
            return form_field.clean(cell.text)
        except ValidationError as refused:
            if refused.code != "invalid":
                raise
            sentence = _("“%(text)s” is no day. Write it as 31.12.2026 or 2026-12-31.")
            raise ValidationError(sentence % {"text": cell.text}) from None

    return read


def yes_no(cell: Cell) -> Value:
    said = fold(cell.text)
    if not said:
        return None
    for words, meant in ((YES, True), (NO, False)):
        if said in words or said == fold(_("yes") if meant else _("no")):
            return meant
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": cell.text})


def yes_no_or(yes: str, no: str) -> Reader:
    """``yes_no``, also by the words that a list says it in."""

    def read(cell: Cell) -> Value:
        found = {fold(yes): True, fold(no): False}.get(fold(cell.text))
        return yes_no(cell) if found is None else found

    return read


def choice(choices: Sequence[tuple[str, str]], also: Mapping[str, str] | None = None) -> Reader:
    """One of these, by the words that stand on the page or by the plain word behind them."""

    def read(cell: Cell) -> Value:
        said = fold(cell.text)
        if not said:
            return None
        known = {fold(word): value for word, value in (also or {}).items()}
        for value, label in choices:
            with override("en"):
                known[fold(str(label))] = value
            known |= {fold(str(label)): value, fold(value): value}
        if said in known:
            return known[said]
        offered = ", ".join(str(label) for _value, label in choices)
        raise ValidationError(
            _("“%(text)s” is not one of these: %(offered)s.") % {"text": cell.text, "offered": offered}
        )

    return read


def one_of(what: str, rows: Mapping[str, str]) -> Reader:
    """The name of a record that there has to be; ``rows`` are folded names → names."""

    def read(cell: Cell) -> Value:
        if not cell.text:
            return ""
        if (found := rows.get(fold(cell.text))) is None:
            raise ValidationError(
                gettext_lazy("%(what)s: there is none called “%(text)s”."),
                params={"what": what, "text": cell.text},
            )
        return found

    return read
