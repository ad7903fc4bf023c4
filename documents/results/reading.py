"""A result as people type it: a number, a limit of the method such as ``<0.1``, or that it was not done.

Numbers are read by ``common.typed_numbers``, which never guesses: ``1,000`` is asked about, unless the analyte has
three decimals or more, where three digits behind a mark are decimals as often as in ``1.025``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.folding import closed_up, fold
from common.typed_numbers import NotANumber, Thousands, read_number

PLACES = 6
MOST = Decimal(10) ** 9
"""What the column of a value takes."""

LESS, MORE, AT_MOST, AT_LEAST = "<", ">", "≤", "≥"
COMPARATORS = {
    "<": LESS,
    ">": MORE,
    "<=": AT_MOST,
    "=<": AT_MOST,
    "≤": AT_MOST,
    "⩽": AT_MOST,
    "≦": AT_MOST,
    ">=": AT_LEAST,
    "=>": AT_LEAST,
    "≥": AT_LEAST,
    "⩾": AT_LEAST,
    "≧": AT_LEAST,
}
NOT_DONE = ("not done", "n. d.", "n/d")
"""Understood in every language; the words of the interface's language come beside them."""

_BEFORE = re.compile(r"(?P<sign>[<>≤≥⩽⩾≦≧=]{0,2})(?P<rest>.*)", re.DOTALL)
_FULL_WIDTH = str.maketrans("＜＞＝", "<>=")


class TooLarge(NotANumber):
    """Beyond what any result comes to."""


class TooManyPlaces(NotANumber):
    """More digits behind the point than are kept."""


class AnotherUnit(NotANumber):
    """A word stands behind the number that is not its unit."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class TypedResult:
    """What was typed, and what it says. Without number and not "not done", nothing was typed."""

    text: str = ""
    number: Decimal | None = None
    comparator: str = ""
    is_not_done: bool = False

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.is_not_done

    @property
    def is_exact(self) -> bool:
        """A number without < or > before it: one can reckon with it."""
        return self.number is not None and not self.comparator


def read(text: str, *, decimals: int = 0, unit: str = "", not_done: Iterable[str] = ()) -> TypedResult:
    """What the text says. Raises ``NotANumber`` or one of its kinds; never guesses, never rounds."""
    text = " ".join(text.split())
    if not text:
        return TypedResult()
    found = _BEFORE.fullmatch(text.translate(_FULL_WIDTH))
    assert found
    sign, rest = found["sign"], found["rest"].strip()
    if not sign and closed_up(text) in {closed_up(words) for words in (*NOT_DONE, *not_done)}:
        return TypedResult(text, is_not_done=True)
    if sign and sign not in COMPARATORS:
        raise NotANumber
    return TypedResult(text, _number(rest, decimals, unit), COMPARATORS.get(sign, ""))


def _number(text: str, decimals: int, unit: str) -> Decimal:
    if unit and fold(text).endswith(fold(unit)):
        text = _without_unit(text, unit)
    thousands: Thousands = "are never meant" if decimals > 2 else "are asked about"
    typed = read_number(text, thousands)
    if typed.beside:
        raise AnotherUnit(typed.beside)
    if abs(typed.number) > MOST:
        raise TooLarge
    if len(f"{typed.number:f}".partition(".")[2].rstrip("0")) > PLACES:
        raise TooManyPlaces
    return typed.number + 0  # no minus before a zero


def _without_unit(text: str, unit: str) -> str:
    """The text before its unit, however capitals and signs of the unit are written (µ and μ, L and l)."""
    for length in range(1, len(text) + 1):
        if fold(text[-length:]) == fold(unit) and not text[-length - 1 : -length].isalpha():
            rest = text[:-length].rstrip()
            if rest and (rest[-1].isdigit() or rest[-1] in ".,"):
                return rest
    return text
