"""Limits, and the flag that a result gets by them. No limits: no flag; what cannot be said of a "<5": no flag.

A limit belongs to its range: a value that is the limit is still normal, not yet critical, still possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from common.money import MINUS
from documents.results.reading import AT_LEAST, AT_MOST, LESS, MORE, TypedResult

LOW, HIGH, CRITICAL_LOW, CRITICAL_HIGH, IMPOSSIBLE = "L", "H", "LL", "HH", "??"
CRITICAL = (CRITICAL_LOW, CRITICAL_HIGH)


@dataclass(frozen=True)
class Limits:
    """The range that was used for a result, copied: what it says, where that is from, for whom it holds."""

    normal_low: Decimal | None = None
    normal_high: Decimal | None = None
    critical_low: Decimal | None = None
    critical_high: Decimal | None = None
    possible_low: Decimal | None = None
    possible_high: Decimal | None = None
    unit: str = ""
    decimals: int = 0
    source: str = ""
    valid_from: date | None = None
    range_id: int | None = None
    patient_kind: str = ""
    species: str = ""
    breed: str = ""
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    method: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a column of JSON: what is empty is left out, numbers and days as text."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in said.items() if value not in (None, "")}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Limits | None":
        """What ``as_json`` wrote; None for an empty one. What a later release wrote beside it is passed over."""
        known = {field.name: field.type for field in fields(cls)}
        return (
            cls(**{name: _read(known[name], value) for name, value in kept.items() if name in known})
            if kept
            else None
        )

    @property
    def normal_in_words(self) -> str:
        """For example “3.5–5.5”, “≤ 5.5”, “≥ 3.5”; empty where no normal limit is set."""
        return between(self.normal_low, self.normal_high, self.decimals)


def between(low: Decimal | None, high: Decimal | None, decimals: int) -> str:
    """Two limits as one reads them, either of them open."""
    if low is not None and high is not None:
        dash = " – " if low < 0 or high < 0 else "–"
        return f"{written(low, decimals)}{dash}{written(high, decimals)}"
    if low is not None:
        return f"≥ {written(low, decimals)}"
    return f"≤ {written(high, decimals)}" if high is not None else ""


def outside(low: Decimal | None, high: Decimal | None, decimals: int) -> str:
    """What lies beyond two limits, either of them open: “< 2.5, > 7.5”."""
    below = f"< {written(low, decimals)}" if low is not None else ""
    above = f"> {written(high, decimals)}" if high is not None else ""
    return ", ".join(filter(None, [below, above]))


def written(number: Decimal, decimals: int) -> str:
    """The number with the analyte's decimals, and with more where it has more, as people read it."""
    return _figures(number, decimals).replace("-", MINUS)


def _figures(number: Decimal, decimals: int = 0) -> str:
    whole, _point, behind = f"{number:f}".partition(".")
    behind = behind.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{behind}" if behind else whole


def flag_of(typed: TypedResult, limits: Limits | None) -> str:
    """The strongest thing that can be said for certain of the result; "" where nothing can, or all is well."""
    if limits is None or typed.number is None:
        return ""
    below = [(limits.possible_low, IMPOSSIBLE), (limits.critical_low, CRITICAL_LOW), (limits.normal_low, LOW)]
    above = [
        (limits.possible_high, IMPOSSIBLE),
        (limits.critical_high, CRITICAL_HIGH),
        (limits.normal_high, HIGH),
    ]
    for (low, when_below), (high, when_above) in zip(below, above, strict=True):
        if low is not None and _is_surely_below(typed, low):
            return when_below
        if high is not None and _is_surely_above(typed, high):
            return when_above
    return ""


def _is_surely_below(typed: TypedResult, limit: Decimal) -> bool:
    assert typed.number is not None
    if typed.comparator in (MORE, AT_LEAST):
        return False
    return typed.number <= limit if typed.comparator == LESS else typed.number < limit


def _is_surely_above(typed: TypedResult, limit: Decimal) -> bool:
    assert typed.number is not None
    if typed.comparator in (LESS, AT_MOST):
        return False
    return typed.number >= limit if typed.comparator == MORE else typed.number > limit


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _figures(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: object, value: Any) -> Any:
    if "Decimal" in str(kind):
        try:
            return Decimal(value)
        except InvalidOperation:
            return None
    return date.fromisoformat(value) if "date" in str(kind) else value
