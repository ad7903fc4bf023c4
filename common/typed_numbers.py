"""Numbers as people write them: the one reader, and the writing that it reads back unchanged.

Understood are comma or point before the decimals, groups of three (or Indian ones) with comma, point, apostrophe or
space between them, digits of other scripts, and one word beside the number. One mark with three digits behind it
may mean either thing (``1,000``): where it cannot be settled the reader asks. Nothing here knows Django.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Thousands = Literal["are meant", "are asked about", "are never meant"]
"""What ``1,000`` is: an amount of money seldom has three decimals, an exchange rate often, of anything else it may."""

LONGEST = 40
"""More signs are no number that a laboratory counts."""

_SAME_SIGNS = str.maketrans(
    dict.fromkeys("−‐‑‒–—﹣", "-") | dict.fromkeys("’‘ʼ´`′٬˙", "'") | {"٫": ".", "،": ",", "。": "."}
)
_BESIDE = r"[^\d\s\x00-\x1f.,'+-]+\.?"
_WRITTEN = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<before>{_BESIDE})?\s*(?P<sign_again>[+-]?)\s*"
    rf"(?P<body>[\d.,'\s]*\d[\d.,'\s]*?)(?:[.,]-)?\s*(?P<after>{_BESIDE})?",  # "12.-" has no cents
    re.ASCII,
)
_EXPONENT = re.compile(r"[+-]?[\d.,]+\s*[eE]\s*[+-]?\d+", re.ASCII)


class NotANumber(ValueError):
    """The text is no number that could be read in one way."""


class WrittenWithExponent(NotANumber):
    """``1e5``, as a calculator shows it."""


class CouldBeThousands(NotANumber):
    """One mark, three digits behind it: ``one`` and ``thousand`` are the two numbers that it could be."""

    def __init__(self, one: Decimal, thousand: Decimal) -> None:
        super().__init__(f"{one} or {thousand}")
        self.one, self.thousand = one, thousand


@dataclass(frozen=True)
class Typed:
    """A number and the word that stood beside it (a currency, a unit, a percent sign); "" for none."""

    number: Decimal
    beside: str = ""


def read_number(text: str, thousands: Thousands) -> Typed:
    """The number that was typed. Raises ``NotANumber``, never guesses, never rounds."""
    text = _in_plain_signs(text)
    if len(text) > LONGEST:
        raise NotANumber
    if _EXPONENT.fullmatch(text):
        raise WrittenWithExponent
    found = _WRITTEN.fullmatch(text)
    if found is None or (found["sign"] and found["sign_again"]) or (found["before"] and found["after"]):
        raise NotANumber
    number = _read_body(" ".join(found["body"].split()), thousands)
    is_negative = "-" in (found["sign"], found["sign_again"])
    return Typed(number.copy_negate() if is_negative else number, found["before"] or found["after"] or "")


def write_number(number: Decimal, least_places: int = 0) -> str:
    """The number without groups and without needless zeros, so that ``read_number`` gives it back unasked."""
    plain = f"{number:f}"
    whole, _point, decimals = plain.partition(".")
    decimals = decimals.rstrip("0").ljust(least_places, "0")
    if len(decimals) == 3 and _may_lead_groups(whole.lstrip("-")):
        decimals += "0"  # 1.125 could be eleven hundred and twenty-five, 1.1250 could not
    return f"{whole}.{decimals}" if decimals else whole


def _in_plain_signs(text: str) -> str:
    """Digits of any script as 0–9, every minus and apostrophe as the plain one, every space as a plain one."""
    return "".join(map(_plain_sign, text)).translate(_SAME_SIGNS).strip()


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) in ("Zs", "Cf"):
        return " " if sign.isspace() else ""  # marks of direction come along when one copies
    return unicodedata.normalize("NFKC", sign) if unicodedata.east_asian_width(sign) == "F" else sign


def _read_body(body: str, thousands: Thousands) -> Decimal:
    marks = re.sub(r"\d", "", body)
    last = marks[-1:]
    if last in ("", "'", " "):  # between groups alone
        return Decimal(_ungrouped(body, last))
    if marks.count(last) > 1:  # what stands twice is no decimal mark
        return Decimal(_ungrouped(body, last))
    whole, _mark, decimals = body.rpartition(last)
    if len(marks) == 1 and len(decimals) == 3 and _may_lead_groups(whole):
        one, thousand = Decimal(f"{whole}.{decimals}"), Decimal(whole + decimals)
        if thousands == "are asked about":
            raise CouldBeThousands(one, thousand)
        return thousand if thousands == "are meant" else one
    if decimals and not decimals.isdecimal():
        raise NotANumber
    return Decimal(f"{_ungrouped(whole, marks[:1]) if len(marks) > 1 else whole or 0}.{decimals or 0}")


def _may_lead_groups(whole: str) -> bool:
    """Whether these digits can stand before a group of three: ``0,125`` and ``1234,500`` have decimals for sure."""
    return 1 <= len(whole) <= 3 and whole[0] != "0"


def _ungrouped(body: str, mark: str) -> str:
    """The digits of a whole number whose groups, if any, are right and have this one mark between them."""
    digits = body.replace(mark, "") if mark else body
    if not digits.isdecimal() or (mark and not _is_grouped(body.split(mark))):
        raise NotANumber
    return digits


def _is_grouped(groups: list[str]) -> bool:
    first, *middle, last = groups
    if not _may_lead_groups(first) or len(last) != 3:
        return False
    return all(len(one) == 3 for one in middle) or (len(first) < 3 and all(len(one) == 2 for one in middle))
