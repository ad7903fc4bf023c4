"""CSV: every bank has its own columns, which a person chooses once."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from billing.bank.statement import BrokenLine, NotAStatement, Statement, StatementLine, refuse_too_many
from billing.bank.text import long, short
from common.account_numbers import compact

KIND = "CSV"
DELIMITERS = (";", ",", "\t", "|")
DAY_ORDERS = {"dmy": (2, 1, 0), "ymd": (0, 1, 2), "mdy": (2, 0, 1)}
"""Where year, month and day stand among three numbers."""
MOST_COLUMNS = 60
_NUMBERS = re.compile(r"\d+", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\d{1,13}(\.\d{1,6})?", re.ASCII)
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}|€|\$|£", re.ASCII)

GUESSES = {
    "day": ("buchungstag", "buchungsdatum", "booking date", "date", "datum", "valuta", "дата"),
    "amount": ("betrag", "amount", "umsatz", "сумма", "montant", "importo"),
    "debit": ("soll", "debit", "belastung", "списание"),
    "credit": ("haben", "credit", "gutschrift", "зачисление"),
    "name": (
        "beguenstigter",
        "begünstigter",
        "zahlungspflichtiger",
        "auftraggeber",
        "name",
        "payer",
        "плательщик",
    ),
    "purpose": (
        "verwendungszweck",
        "zweck",
        "purpose",
        "details",
        "description",
        "buchungstext",
        "назначение",
    ),
    "reference": ("kundenreferenz", "end-to-end", "reference", "referenz", "референс"),
    "iban": ("iban", "kontonummer", "account", "счет"),
}


@dataclass(frozen=True)
class Columns:
    """Which column says what, counted from 0; None where none does. ``skip`` rows come before the first entry."""

    day: int
    skip: int = 1
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    name: int | None = None
    purpose: int | None = None
    reference: int | None = None
    iban: int | None = None
    decimal_sign: str = ","
    day_order: str = "dmy"


@dataclass(frozen=True)
class Row:
    """One row of the file, with the line of the file on which it ends."""

    number: int
    cells: list[str]


def rows_of(text: str) -> list[Row]:
    """The rows that are not empty. Raises ``NotAStatement`` for what is no table."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(reader.line_num, cells[:MOST_COLUMNS]))
                refuse_too_many(len(rows) - MOST_COLUMNS)  # a head of some rows is not counted
    except csv.Error as wrong:
        sentence = _("Line %(number)s of this CSV cannot be read: %(why)s.")
        raise NotAStatement(sentence % {"number": reader.line_num, "why": wrong}) from None
    if not rows or max(len(row.cells) for row in rows) < 2:
        raise NotAStatement(_("This is no statement in camt.053, MT940 or CSV."))
    return rows


def delimiter_of(text: str) -> str:
    """The sign that parts the columns: the one that stands in most of the first lines."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:30]
    return max(DELIMITERS, key=lambda sign: sum(min(line.count(sign), MOST_COLUMNS) for line in lines))


def head_of(rows: Sequence[Row], skip: int) -> str:
    """By what a file of the same bank is known again: the names of its columns, else how many there are."""
    if 0 < skip <= len(rows):
        return "|".join(cell.strip().casefold() for cell in rows[skip - 1].cells)[:1000]
    return f"{len(rows[0].cells)} columns"


def guessed(rows: Sequence[Row]) -> dict[str, object]:
    """What the names of the columns and the first entry suggest; a person looks at it."""
    skip = next(
        (at for at, row in enumerate(rows) if any(_DAY.fullmatch(cell.strip()) for cell in row.cells)), 1
    )
    entry = rows[min(skip, len(rows) - 1)].cells
    names = [cell.strip().casefold() for cell in rows[skip - 1].cells] if skip else []
    found: dict[str, object] = {"skip": skip}
    taken: set[int] = set()
    for field, words in GUESSES.items():
        place = next(
            (at for word in words for at, name in enumerate(names) if word in name and at not in taken), None
        )
        if place is not None:
            found[field] = place
            taken.add(place)
    found.setdefault("day", next((at for at, cell in enumerate(entry) if _DAY.fullmatch(cell.strip())), 0))
    day = _cell(entry, int(str(found["day"])))
    found["day_order"] = "ymd" if re.match(r"\d{4}", day) else "dmy"
    amount = next((found[name] for name in ("amount", "credit", "debit") if name in found), None)
    written = _cell(entry, int(str(amount))) if amount is not None else ""
    found["decimal_sign"] = "." if re.search(r"\.\d\d?\D*$", written) else ","
    return found


def read_sheet(rows: Sequence[Row], columns: Columns, *, account: str, currency: str) -> Statement:
    """The statement by the chosen columns. Raises ``BrokenLine`` with the line of the file."""
    lines = tuple(_lines(rows[columns.skip :], columns))
    return Statement(KIND, account, currency, lines)


def _lines(rows: Sequence[Row], columns: Columns) -> Iterator[StatementLine]:
    for row in rows:
        day, amounts = _cell(row.cells, columns.day), _amounts(row.cells, columns)
        if not day and not any(amounts):
            continue  # a remark or a sum below the entries
        yield StatementLine(
            day=_day(day, columns.day_order, row.number),
            amount=_amount(amounts, columns, row.number),
            name=short(_cell(row.cells, columns.name)),
            iban=compact(_cell(row.cells, columns.iban))[:34],
            purpose=long(_cell(row.cells, columns.purpose)),
            reference=short(_cell(row.cells, columns.reference)),
        )


def _amounts(cells: list[str], columns: Columns) -> tuple[str, str, str]:
    """As they are written: the one with a sign, what went, what came."""
    return _cell(cells, columns.amount), _cell(cells, columns.debit), _cell(cells, columns.credit)


def _amount(written: tuple[str, str, str], columns: Columns, number: int) -> Decimal:
    amount, debit, credit = (_decimal(text, columns.decimal_sign, number) for text in written)
    if amount is not None:
        return amount
    if debit is None and credit is None:
        raise BrokenLine(number, _("it has no amount."))
    return abs(credit or Decimal(0)) - abs(debit or Decimal(0))


def _decimal(text: str, sign: str, number: int) -> Decimal | None:
    """A number with ``sign`` before its decimals; a minus may stand behind it, a currency on either side."""
    if not text:
        return None
    plain = _CURRENCY.sub("", text.replace("−", "-").replace("–", "-").upper())
    plain = re.sub(r"[\s']", "", plain).replace("." if sign == "," else ",", "").replace(sign, ".")
    if plain[-1:] in ("-", "S", "D"):
        plain = f"-{plain[:-1]}"
    plain = plain.removesuffix("H").removesuffix("C").removesuffix("+")
    if not _AMOUNT.fullmatch(plain):
        raise BrokenLine(number, _("“%(text)s” is no amount.") % {"text": text[:40]})
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise BrokenLine(number, _("“%(text)s” is no amount.") % {"text": text[:40]}) from None


def _day(text: str, order: str, number: int) -> date:
    numbers = _NUMBERS.findall(text)[:3]
    try:
        year, month, day = (int(numbers[place]) for place in DAY_ORDERS[order])
        return date(year + 2000 if year < 100 else year, month, day)
    except (ValueError, IndexError, OverflowError):
        raise BrokenLine(number, _("“%(text)s” is no day.") % {"text": text[:40]}) from None


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and 0 <= place < len(cells) else ""
