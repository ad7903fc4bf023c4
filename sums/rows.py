"""Groups of a figure as JSON holds them, and groups added up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sums.figures import Figure, Row


def by_day(rows: Iterable[Row]) -> dict[date, list[Row]]:
    found: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return dict(found)


def added_up(figure: Figure, rows: Iterable[Row], day: date) -> list[Row]:
    """One row for each group, whatever the day of its parts; told as of the given day."""
    behind = 1 + figure.keys
    found: dict[tuple, list] = {}
    for row in rows:
        keys, sums = row[1:behind], row[behind:]
        known = found.get(keys)
        found[keys] = [one + two for one, two in zip(known, sums, strict=True)] if known else list(sums)
    return [(day, *keys, *sums) for keys, sums in found.items()]


def to_json(rows: Iterable[Row]) -> list[list]:
    """Without the day, which stands beside them."""
    return [[value.isoformat() if isinstance(value, date) else value for value in row[1:]] for row in rows]


def from_json(figure: Figure, day: date, rows: Iterable[list]) -> list[Row]:
    """Thousands are read for a page: nothing is done to a row that need not be."""
    if not figure.keys_are_days:
        return [(day, *row) for row in rows]
    return [(day, *map(_day, row[: figure.keys]), *row[figure.keys :]) for row in rows]


_day = date.fromisoformat
