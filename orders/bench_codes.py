"""Codes that are scanned at the bench: what their digits say, and whether they were read right.

A code is digits only: its kind, an id, and a check digit. The check digit is Damm's (H. Michael Damm, “Total
anti-symmetrische Quasigruppen”, Marburg 2004, doi:10.17192/z2004.0516): it shows every single wrong digit and every
two neighbours that changed places.
"""

from dataclasses import dataclass
from enum import IntEnum

QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""Row: what the digits before come to; column: the next digit. Totally anti-symmetric, of order ten."""

SHORTEST, LONGEST = 10, 20
"""Longer than what people type for a number of this year, and short enough for a narrow strip of bars."""


class Kind(IntEnum):
    """What a code stands for; never 0, so that no digit is lost where somebody takes the code for a number."""

    ORDER = 1
    ACTION = 2
    BADGE = 3


class Action(IntEnum):
    """What the next scan of an order shall do."""

    START = 1
    PAUSE = 2
    FINISH = 3
    HOLD = 4
    WHO = 5


@dataclass(frozen=True)
class Code:
    kind: Kind
    number: int


class MisreadCode(ValueError):
    """It looks like a code, and its check digit is another."""


def written(kind: Kind, number: int) -> str:
    """The digits of a code: an even number of them, since bars say two digits at a time."""
    if number < 0:
        raise ValueError("A code has no sign.")
    width = max(SHORTEST - 2, len(str(number)) + len(str(number)) % 2)
    body = f"{kind:d}{number:0{width}}"
    if len(body) >= LONGEST:
        raise ValueError("This number is too long for a code.")
    return body + check_digit(body)


def read(text: str) -> Code | None:
    """The code that the digits say; None for what is no code at all, such as the number of an order.

    Raises ``MisreadCode`` where it is one, and was read wrong.
    """
    if not (text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST and len(text) % 2 == 0):
        return None
    if int(text[0]) not in list(Kind):
        return None
    if check_digit(text) != "0":
        raise MisreadCode(text)
    return Code(Kind(int(text[0])), int(text[1:-1]))


def check_digit(digits: str) -> str:
    """The digit that belongs behind these; 0 behind a whole code that is right."""
    interim = 0
    for digit in digits:
        interim = int(QUASIGROUP[interim][int(digit)])
    return str(interim)
