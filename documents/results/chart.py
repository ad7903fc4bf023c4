"""The geometry of results over time: where band, line and points stand. Numbers leave as text, ready for SVG.

The shape of a point tells its flag, so that nothing depends on colour: a disc within the limits, a triangle that
points up for high and down for low (in a ring where critical), a diamond for what is not possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from documents.results.flags import CRITICAL, CRITICAL_HIGH, CRITICAL_LOW, HIGH, IMPOSSIBLE, LOW

ABOVE = 0.1
"""What is left free above and below, of the span of values."""


@dataclass(frozen=True)
class Measured:
    """One result on the chart. ``is_exact``: typed without < or >."""

    on: date
    number: Decimal
    flag: str = ""
    is_exact: bool = True


@dataclass(frozen=True)
class Size:
    """The box in units of SVG: whole width and height, and what is left free at its edges for words and points."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    point: float


SPARK = Size(160, 40, 6, 6, 7, 7, 3)
LARGE = Size(480, 200, 64, 14, 14, 30, 5)


@dataclass(frozen=True)
class Point:
    """A point: its shape (``disc``, ``up``, ``down``, ``diamond``), the corners of all but a disc, the ring around."""

    x: str
    y: str
    shape: str
    radius: str
    ring: str
    corners: str
    is_critical: bool
    is_exact: bool
    is_last: bool

    @property
    def css(self) -> str:
        """The classes of its mark. One that is only known as above or below is hollow, on paper too (``fill``)."""
        said = {
            "chart-point": True,
            "chart-point-beyond": self.shape != "disc",
            "chart-point-last": self.shape == "disc" and self.is_last,
            "chart-point-bound": not self.is_exact,
        }
        return " ".join(name for name, holds in said.items() if holds)

    @property
    def fill(self) -> str:
        return "currentColor" if self.is_exact else "none"


@dataclass(frozen=True)
class Tick:
    """A word at an axis."""

    at: str
    value: Decimal | date


@dataclass(frozen=True)
class Geometry:
    """Everything that the template places."""

    size: Size
    line: str
    points: Sequence[Point]
    band: tuple[str, str] | None
    """Where the normal limits begin, seen from above, and how high they are."""
    values: Sequence[Tick]
    days: Sequence[Tick]

    @property
    def inner_width(self) -> str:
        return str(self.size.width - self.size.left - self.size.right)

    @property
    def words_x(self) -> str:
        """Where the words of the values end."""
        return str(self.size.left - 14)

    @property
    def words_y(self) -> str:
        """The line of the days."""
        return str(self.size.height - 8)


def draw(
    results: Sequence[Measured], low: Decimal | None, high: Decimal | None, size: Size = SPARK
) -> Geometry:
    """The chart of results in sequence of time, one at least."""
    at = _Scale(results, low, high, size)
    places = [(at.x(index), at.y(each.number)) for index, each in enumerate(results)]
    last = len(results) - 1
    points = [
        _point(x, y, each, size.point, is_last=index == last)
        for index, ((x, y), each) in enumerate(zip(places, results, strict=True))
    ]
    line = "M" + " L".join(f"{_text(x)} {_text(y)}" for x, y in places)
    return Geometry(size, line, points, at.band(low, high), at.ticks(low, high), at.days())


class _Scale:
    """From days and values to places in the box."""

    def __init__(
        self, results: Sequence[Measured], low: Decimal | None, high: Decimal | None, size: Size
    ) -> None:
        self.results, self.size = results, size
        numbers = [float(each.number) for each in results]
        limits = [float(limit) for limit in (low, high) if limit is not None]
        least, most = min(numbers + limits), max(numbers + limits)
        free = (most - least) * ABOVE or abs(most) * ABOVE or 1.0
        self.least, self.most = least - free, most + free

    def x(self, index: int) -> float:
        first, last = self.results[0].on, self.results[-1].on
        inner = self.size.width - self.size.left - self.size.right
        if first == last:
            share = (index + 0.5) / len(self.results)
        else:
            share = (self.results[index].on - first).days / (last - first).days
        return self.size.left + share * inner

    def y(self, number: Decimal | float) -> float:
        inner = self.size.height - self.size.top - self.size.bottom
        share = (float(number) - self.least) / (self.most - self.least)
        return self.size.top + (1 - share) * inner

    def band(self, low: Decimal | None, high: Decimal | None) -> tuple[str, str] | None:
        """An open end of the limits reaches to the edge."""
        if low is None and high is None:
            return None
        top = self.y(self.most if high is None else high)
        bottom = self.y(self.least if low is None else low)
        return _text(top), _text(max(bottom - top, 0.5))

    def ticks(self, low: Decimal | None, high: Decimal | None) -> list[Tick]:
        """The limits, or the least and the greatest value where there are none."""
        numbers = [limit for limit in (low, high) if limit is not None]
        numbers = numbers or [
            min(each.number for each in self.results),
            max(each.number for each in self.results),
        ]
        ticks = [Tick(_text(self.y(number)), number) for number in dict.fromkeys(numbers)]
        if len(ticks) == 2 and abs(float(ticks[0].at) - float(ticks[1].at)) < 12:
            return ticks[:1]  # one word would stand over the other
        return ticks

    def days(self) -> list[Tick]:
        first, last = self.results[0].on, self.results[-1].on
        ends = [Tick(_text(self.size.left), first), Tick(_text(self.size.width - self.size.right), last)]
        return ends if first != last else [Tick(_text(self.size.left), first)]


def _point(x: float, y: float, each: Measured, radius: float, *, is_last: bool) -> Point:
    shape = {LOW: "down", CRITICAL_LOW: "down", HIGH: "up", CRITICAL_HIGH: "up", IMPOSSIBLE: "diamond"}.get(
        each.flag, "disc"
    )
    corners = " ".join(f"{_text(x + a * radius)},{_text(y + b * radius)}" for a, b in _CORNERS.get(shape, ()))
    return Point(
        _text(x),
        _text(y),
        shape,
        _text(radius * 0.8),
        _text(radius * 1.7),
        corners,
        each.flag in CRITICAL,
        each.is_exact,
        is_last,
    )


_CORNERS = {
    "up": ((0, -1.15), (1.1, 0.8), (-1.1, 0.8)),
    "down": ((0, 1.15), (1.1, -0.8), (-1.1, -0.8)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
}


def _text(number: float) -> str:
    return f"{number:.1f}"
