"""The teeth of a mouth in their sequence, from the patient's right to the left, jaw by jaw."""

from collections.abc import Iterable


def _row(right: int, left: int, teeth: int) -> tuple[int, ...]:
    """A row of two quadrants as one looks at it: from the last tooth on the patient's right to the last on the left."""
    return (
        *(right * 10 + place for place in range(teeth, 0, -1)),
        *(left * 10 + place for place in range(1, teeth + 1)),
    )


UPPER, LOWER = _row(1, 2, 8), _row(4, 3, 8)
UPPER_PRIMARY, LOWER_PRIMARY = _row(5, 6, 5), _row(8, 7, 5)
ROWS = (UPPER, UPPER_PRIMARY, LOWER_PRIMARY, LOWER)
"""As they lie in a chart: the primary teeth inside."""
TEETH = frozenset(tooth for row in ROWS for tooth in row)
_PLACE = {tooth: (row, place) for row, teeth in enumerate(ROWS) for place, tooth in enumerate(teeth)}


class WrongTeeth(ValueError):
    """What cannot be said of teeth. ``kind`` says what is wrong (``orders.tooth_words`` has the sentences), ``teeth``
    with which of them; ``text`` is the part of what was typed that is no tooth."""

    def __init__(self, kind: str, *teeth: int, text: str = "") -> None:
        super().__init__(kind)
        self.kind, self.teeth, self.text = kind, teeth, text


def is_primary(tooth: int) -> bool:
    return tooth > 50


def is_upper(tooth: int) -> bool:
    return tooth // 10 in (1, 2, 5, 6)


def jaw_of(tooth: int) -> str:
    return "upper" if is_upper(tooth) else "lower"


def in_mouth(teeth: Iterable[int]) -> list[int]:
    """In their sequence: upper jaw first, each from the patient's right."""
    return sorted(teeth, key=_PLACE.__getitem__)


def place_of(tooth: int) -> tuple[int, int]:
    """In which of ``ROWS``, and where in it."""
    return _PLACE[tooth]


def between(first: int, last: int) -> tuple[int, ...]:
    """From one tooth to another in the sequence of the mouth, both included; raises ``WrongTeeth``."""
    if is_upper(first) != is_upper(last):
        raise WrongTeeth("two_jaws", first, last)
    (row, start), (other, end) = _PLACE[first], _PLACE[last]
    if row != other:
        raise WrongTeeth("two_dentitions", first, last)
    return ROWS[row][min(start, end) : max(start, end) + 1]


def is_run(teeth: Iterable[int]) -> bool:
    """Whether they stand side by side in one row, none left out."""
    places = sorted(map(_PLACE.__getitem__, teeth))
    first = places[0] if places else (0, 0)
    return places == [(first[0], first[1] + step) for step in range(len(places))]


def runs_of(teeth: Iterable[int]) -> list[list[int]]:
    """In their sequence, those that stand side by side together."""
    runs: list[list[int]] = []
    for tooth in in_mouth(teeth):
        if runs and is_run([runs[-1][-1], tooth]):
            runs[-1].append(tooth)
        else:
            runs.append([tooth])
    return runs
