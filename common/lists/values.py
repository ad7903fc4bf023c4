"""What a column says of a row: as a value, as text for a page, as a cell of a file."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.days import day_and_year
from common.templatetags.labsite import quantity

Value = str | Callable[[Any], Any]
"""The path to an attribute of the row, or a function of the row."""
InCell = str | Decimal | date | int | None
AS_IT_IS = {str, Decimal, date, int, type(None)}
NOTHING: tuple = (None, "", False, (), [])


def getter(value: Value) -> Callable[[Any], Any]:
    """The function that reads it; where a part of the path is empty, there is nothing."""
    if callable(value):
        return value
    if "." not in value:
        return attrgetter(value)
    path = value.split(".")

    def read(row):
        for name in path:
            if row is None:
                return None
            row = getattr(row, name)
        return row

    return read


def written(value: Any) -> str:
    """As it stands on a page."""
    if isinstance(value, str):
        return value
    if value in NOTHING:
        return ""
    if isinstance(value, date):
        return day_and_year(value)
    if isinstance(value, Decimal):
        return quantity(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value)


def plain(values: Sequence[Any]) -> Sequence[InCell]:
    """As they stand in the cells of a column of a file: numbers, days, texts."""
    kinds = set(map(type, values))
    if kinds <= AS_IT_IS:
        return values
    if kinds == {bool}:
        yes = written(True)
        return [yes if value else "" for value in values]
    return [_plain(value) for value in values]


def _plain(value: Any) -> InCell:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if value is None or isinstance(value, Decimal | date):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        return written(value)
    return value
