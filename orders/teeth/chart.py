"""The chart of a mouth: where each tooth stands, what it looks like, which bars are bridges. Measures are those of the
drawing (``templates/orders/_dental_chart.html``), 640 wide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orders.teeth.fdi import LOWER, LOWER_PRIMARY, UPPER, UPPER_PRIMARY, is_primary, is_upper
from orders.teeth.notation import Numbers, shown
from orders.teeth.work import LETTERS, Role, Work, spans_of

WIDTH, COLUMN = 640, 40
TALL, SMALL, GAP = 94, 80, 10
"""Heights of a row of permanent teeth, of one of primary teeth, and between the jaws."""
_SHAPES = {
    1: "incisor",
    2: "incisor",
    3: "canine",
    4: "premolar",
    5: "premolar",
    6: "molar",
    7: "molar",
    8: "molar",
}
_TELLING = (Role.IMPLANT, Role.ABUTMENT, Role.PONTIC, Role.WING, Role.UNIT)
"""Where several lines work on a tooth, the first of these is drawn."""


@dataclass(frozen=True)
class Cell:
    """One tooth. ``x`` and ``y`` are the corner of its place in its jaw; its root is drawn away from the bite."""

    tooth: int
    number: str
    role: str
    is_missing: bool
    x: int
    y: int

    @property
    def is_small(self) -> bool:
        return is_primary(self.tooth)

    @property
    def looks(self) -> str:
        """The classes by which static/css/teeth.css knows it."""
        worked = f"tooth-worked tooth-{self.role}" if self.role else ""
        missing, small = "tooth-missing" * self.is_missing, "tooth-primary" * self.is_small
        return " ".join(filter(None, ("tooth", worked, missing, small)))

    @property
    def shape(self) -> str:
        place = self.tooth % 10
        return _SHAPES[place + 2 if self.is_small and place > 3 else place]

    @property
    def transform(self) -> str:
        """Lower teeth are the same ones upside down, primary ones smaller."""
        x, y = (self.x + 4, self.y) if self.is_small else (self.x, self.y)
        size = ".8 " if self.is_small else "1 "
        if is_upper(self.tooth):
            return f"translate({x} {y}) scale({size.strip()})" if self.is_small else f"translate({x} {y})"
        return f"translate({x} {y + self._height}) scale({size}-{size.strip()})"

    @property
    def middle(self) -> int:
        return self.x + COLUMN // 2

    @property
    def letter(self) -> str:
        return LETTERS[Role(self.role)].upper() if self.role and self.role != Role.MISSING else ""

    @property
    def letter_y(self) -> int:
        if is_upper(self.tooth):
            return self.y + (49 if self.is_small else 61)
        return self.y + (41 if self.is_small else 45)

    @property
    def ring_y(self) -> int:
        return self.letter_y - 5

    @property
    def number_y(self) -> int:
        return self.y + self._height - 5 if is_upper(self.tooth) else self.y + 15

    @property
    def bar_y(self) -> int:
        return self.y + self._height - 20 if is_upper(self.tooth) else self.y + 20

    @property
    def _height(self) -> int:
        return SMALL if self.is_small else TALL


@dataclass(frozen=True)
class Bar:
    """A bridge, from the first of its teeth to the last."""

    first: int
    last: int
    is_upper: bool
    y: int

    @property
    def path(self) -> str:
        tick = -5 if self.is_upper else 5
        return f"M{self.first} {self.y + tick}V{self.y}H{self.last}V{self.y + tick}"


@dataclass(frozen=True)
class Chart:
    """Both jaws; ``has_primary`` where primary teeth are drawn too."""

    upper: tuple[Cell, ...]
    lower: tuple[Cell, ...]
    bars: tuple[Bar, ...]
    has_primary: bool

    @property
    def height(self) -> int:
        return 2 * TALL + GAP + (2 * SMALL if self.has_primary else 0)

    @property
    def lower_at(self) -> int:
        """How far down the lower jaw is laid: its row of primary teeth comes first, drawn or not."""
        return TALL + GAP + (SMALL if self.has_primary else -SMALL)

    @property
    def bite(self) -> int:
        """The line between the jaws."""
        return self.height // 2

    @property
    def kinds(self) -> list[str]:
        """What is drawn, for the legend."""
        there = {cell.role for cell in (*self.upper, *self.lower) if cell.role}
        there |= {
            str(Role.MISSING) for cell in (*self.upper, *self.lower) if cell.is_missing and not cell.role
        }
        return [str(role) for role in Role if role in there]

    @property
    def upper_bars(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.is_upper]

    @property
    def lower_bars(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.is_upper]


def chart_of(
    lines: Iterable[Sequence[Work]],
    missing: Iterable[int] = (),
    numbers: str = Numbers.FDI,
    *,
    with_primary: bool = False,
) -> Chart:
    """``lines``: what each line makes. Primary teeth are drawn where one is named, or ``with_primary``."""
    lines, missing = list(lines), frozenset(missing)
    roles: dict[int, set[str]] = {}
    for work in (work for works in lines for work in works):
        roles.setdefault(work.tooth, set()).add(work.role)
    has_primary = with_primary or any(is_primary(tooth) for tooth in {*roles, *missing})
    cells = {
        tooth: _cell(tooth, column, row_y, roles, missing, numbers)
        for row, row_y in ((UPPER, 0), (UPPER_PRIMARY, TALL), (LOWER_PRIMARY, 0), (LOWER, SMALL))
        for column, tooth in enumerate(row, start=3 if is_primary(row[0]) else 0)
        if has_primary or not is_primary(tooth)
    }
    bars = {_bar(span, cells) for works in lines for span in spans_of(works)}
    return Chart(
        tuple(cell for cell in cells.values() if is_upper(cell.tooth)),
        tuple(cell for cell in cells.values() if not is_upper(cell.tooth)),
        tuple(sorted(bars, key=lambda bar: (bar.y, bar.first, bar.last))),
        has_primary,
    )


def _cell(
    tooth: int, column: int, y: int, roles: Mapping[int, set[str]], missing: frozenset[int], numbers: str
) -> Cell:
    role = next((str(role) for role in _TELLING if role in roles.get(tooth, ())), "")
    return Cell(tooth, shown(tooth, numbers), role, tooth in missing, column * COLUMN, y)


def _bar(span: Sequence[Work], cells: Mapping[int, Cell]) -> Bar:
    first, last = cells[span[0].tooth], cells[span[-1].tooth]
    return Bar(first.x + 8, last.x + COLUMN - 8, is_upper(first.tooth), first.bar_y)


def plain(chart: Chart) -> dict[str, Any]:
    """What a template reads of a chart, without objects: for the data of a paper."""
    found: dict[str, Any] = {name: getattr(chart, name) for name in ("height", "lower_at", "bite")}
    for jaw in ("upper", "lower"):
        found[jaw] = [{name: getattr(cell, name) for name in _OF_CELLS} for cell in getattr(chart, jaw)]
        found[f"{jaw}_bars"] = [{"path": bar.path} for bar in getattr(chart, f"{jaw}_bars")]
    return found


_OF_CELLS = (
    *("tooth", "number", "role", "is_missing", "looks", "shape", "transform", "x"),
    *("middle", "letter", "letter_y", "ring_y", "number_y", "bar_y"),
)
