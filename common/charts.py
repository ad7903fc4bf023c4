"""Charts as geometry: where bars, lines, points and words stand in units of SVG. Pure arithmetic.

Nothing depends on colour: each value is written out, a period before is an outline beneath a filled bar, and of several
lines each has a band of its own with its name over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

WIDTH = 420
"""Of every chart: narrow enough to be read on a phone."""
EDGE = 2
WORDS, BAR, THIN, GAP = 20, 10, 6, 12
"""Heights: of the words over a bar, of the bar, of the one of the period before, of what parts it from the next."""
LONGEST = 50
"""Signs of a label and its value together before the label is cut; the whole one is its title."""
HEAD, BAND, AXIS = 22, 46, 20
SIDE = 26
"""What is left free beside a line, for half of the words over its first and last point."""
MOST_WORDS = 7
"""Points of a line of which each may say its value."""


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: what it says of now, and beneath it of the period before (None: nothing)."""

    label: str
    value: float
    text: str
    before: float | None = None


@dataclass(frozen=True)
class Box:
    """A rectangle, as SVG writes it."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class DrawnBar:
    label: str
    title: str
    text: str
    words_y: str
    now: Box
    before: Box | None


@dataclass(frozen=True)
class Bars:
    """A bar chart, ready for its template."""

    bars: Sequence[DrawnBar]
    height: int
    zero: str
    """Where nothing stands: to its left are values below zero."""
    has_before: bool
    kind: str = "bars"
    width: int = WIDTH


@dataclass(frozen=True)
class Series:
    """One line; None is a gap. ``texts`` are its values in words."""

    name: str
    values: Sequence[float | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    text: str
    text_y: str


@dataclass(frozen=True)
class Band:
    """A line in its own band: ``floor`` is where zero stands."""

    name: str
    name_y: str
    path: str
    points: Sequence[Point]
    floor: str


@dataclass(frozen=True)
class Word:
    x: str
    text: str


@dataclass(frozen=True)
class Lines:
    """Lines over the same time, one band beneath the other, ready for their template."""

    bands: Sequence[Band]
    words: Sequence[Word] = field(default_factory=tuple)
    words_y: str = ""
    height: int = 0
    kind: str = "lines"
    width: int = WIDTH
    end: int = WIDTH - EDGE


def bars(rows: Sequence[Bar]) -> Bars:
    """Horizontal bars on one scale, the first on top."""
    values = [value for row in rows for value in (row.value, row.before) if value is not None]
    most, least = max([0.0, *values]), min([0.0, *values])
    scale = (WIDTH - 2 * EDGE) / ((most - least) or 1)
    zero, y = EDGE - least * scale, 0.0
    drawn = []
    has_before = any(row.before is not None for row in rows)
    for row in rows:
        top = y + WORDS
        before = None if row.before is None else _box(zero, scale, row.before, top + BAR + 1, THIN)
        now = _box(zero, scale, row.value, top, BAR)
        drawn.append(
            DrawnBar(
                _cut(row.label, LONGEST - len(row.text)), row.label, row.text, _n(y + WORDS - 6), now, before
            )
        )
        y = top + BAR + (THIN + 1 if has_before else 0) + GAP
    return Bars(drawn, ceil(max(y - GAP, 1)) + EDGE, _n(zero), has_before)


def lines(series: Sequence[Series], labels: Sequence[str]) -> Lines:
    """One band for each, from zero up; below zero where any value is."""
    places = [_at(place, len(labels)) for place in range(len(labels))]
    shown = _shown(len(labels))
    bands = [_band(one, places, shown, top=place * (HEAD + WORDS + BAND)) for place, one in enumerate(series)]
    height = len(series) * (HEAD + WORDS + BAND) + AXIS
    words = [Word(_n(places[place]), labels[place]) for place in sorted(shown)]
    return Lines(bands, words, _n(height - 5), height)


def _band(one: Series, places: Sequence[float], shown: set[int], *, top: float) -> Band:
    known = [value for value in one.values if value is not None]
    most, least = max([0.0, *known]), min([0.0, *known])
    high, low = top + HEAD + WORDS, top + HEAD + WORDS + BAND - 8
    scale = (low - high) / ((most - least) or 1)
    points, path, is_down = [], [], False
    for place, value in enumerate(one.values):
        if value is None:
            is_down = False
            continue
        x, y = places[place], low - (value - least) * scale
        path.append(f"{'L' if is_down else 'M'}{_n(x)} {_n(y)}")
        points.append(Point(_n(x), _n(y), one.texts[place] if place in shown else "", _n(y - 8)))
        is_down = True
    return Band(one.name, _n(top + HEAD - 8), "".join(path), points, _n(low + least * scale))


def _at(place: int, count: int) -> float:
    if count < 2:
        return WIDTH / 2
    return SIDE + (WIDTH - 2 * SIDE) * place / (count - 1)


def _shown(count: int) -> set[int]:
    """The places that are named: the last, and back from it as many as have room."""
    step = ceil(count / MOST_WORDS) or 1
    return set(range(count - 1, -1, -step))


def _box(zero: float, scale: float, value: float, y: float, height: float) -> Box:
    width = max(abs(value) * scale, 1 if value else 0)
    return Box(_n(zero if value >= 0 else zero - width), _n(y), _n(width), _n(height))


def _cut(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
