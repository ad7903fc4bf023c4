"""Results over time as a small chart: the geometry with its words, for pages and papers alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from common.days import day_and_year
from common.formfields import decimals_of
from documents.models import Flag
from documents.previous import Previous
from documents.results.chart import LARGE, SPARK, Geometry, Measured, draw
from documents.results.flags import Limits, between, written
from documents.results.reading import TypedResult


@dataclass(frozen=True)
class AxisWord:
    """A word at an axis, and where."""

    at: str
    words: str


@dataclass(frozen=True)
class Chart:
    """What ``documents/_chart.html`` draws. The title and the list of results say the same to a screen reader."""

    title: str
    told: str
    geometry: Geometry
    is_large: bool
    values: Sequence[AxisWord]
    days: Sequence[AxisWord]


def chart_of(
    name: str,
    earlier: Sequence[Previous],
    now: TypedResult | None = None,
    *,
    unit: str = "",
    limits: Limits | None = None,
    on: date | None = None,
    flag: str = "",
    large: bool = False,
) -> Chart | None:
    """The chart of earlier results and of the present one, where there is one. Results in other units are left out;
    None where fewer than two are left."""
    results = [
        Measured(each.on, each.number, each.flag, not each.comparator)
        for each in reversed(earlier)
        if each.unit == unit
    ]
    told = [(each.on, each.text, each.flag) for each in reversed(earlier) if each.unit == unit]
    if now and now.number is not None and on:
        results.append(Measured(on, now.number, flag, not now.comparator))
        told.append((on, now.text, flag))
    if len(results) < 2:
        return None
    low, high = (limits.normal_low, limits.normal_high) if limits else (None, None)
    decimals = max([limits.decimals if limits else 0, *(decimals_of(each.number) for each in results)])
    geometry = draw(results, low, high, LARGE if large else SPARK)
    return Chart(
        title=_("%(name)s over time, %(unit)s") % {"name": name, "unit": unit} if unit else name,
        told=_told(told, between(low, high, decimals)),
        geometry=geometry,
        is_large=large,
        values=[AxisWord(tick.at, written(tick.value, decimals)) for tick in geometry.values],
        days=[AxisWord(tick.at, day_and_year(tick.value)) for tick in geometry.days],
    )


def _told(results: Sequence[tuple[date, str, str]], normal: str) -> str:
    each = [
        ", ".join(filter(None, [f"{day_and_year(on)}: {text}", _flag_in_words(flag)]))
        for on, text, flag in results
    ]
    limits = [_("Normal: %(limits)s") % {"limits": normal}] if normal else []
    return "; ".join([*each, *limits])


def _flag_in_words(flag: str) -> str:
    return str(Flag(flag).label) if flag else ""
