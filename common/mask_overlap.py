"""Whether two number masks could ever give out the same number."""

import re
from collections.abc import Sequence

_PIECE = re.compile(r"\{(yyyy|yy|n)(?::0?(\d{1,2}))?\}|(.)", re.DOTALL)
_DIGIT, _MORE_DIGITS = "digit", "more digits"


def may_give_the_same(one: str, other: str) -> bool:
    """True also where it would take a year or a serial that no laboratory reaches."""
    first, second = _signs(one), _signs(other)
    reached, waiting = {(0, 0)}, [(0, 0)]
    while waiting:
        at, beside = waiting.pop()
        if at == len(first) and beside == len(second):
            return True
        for step in _steps(first, second, at, beside):
            if step not in reached:
                reached.add(step)
                waiting.append(step)
    return False


def _signs(mask: str) -> list[str]:
    """What stands at each place: a sign, any digit, or any number of digits."""
    signs: list[str] = []
    for name, width, plain in _PIECE.findall(mask):
        if plain:
            signs.append(plain)
        elif name == "n":
            signs += [_DIGIT] * max(int(width or 0), 1) + [_MORE_DIGITS]
        else:
            signs += [_DIGIT] * len(name)
    return signs


def _steps(first: Sequence[str], second: Sequence[str], at: int, beside: int) -> list[tuple[int, int]]:
    a = first[at] if at < len(first) else ""
    b = second[beside] if beside < len(second) else ""
    steps = []
    if a == _MORE_DIGITS:
        steps.append((at + 1, beside))
    if b == _MORE_DIGITS:
        steps.append((at, beside + 1))
    if a and b and _meet(a, b):
        steps.append((at + (a != _MORE_DIGITS), beside + (b != _MORE_DIGITS)))
    return steps


def _meet(a: str, b: str) -> bool:
    """Whether one sign can stand at both places."""
    digits = {_DIGIT, _MORE_DIGITS}
    if a in digits and b in digits:
        return True
    if a in digits or b in digits:
        return (b if a in digits else a) in "0123456789"
    return a == b
