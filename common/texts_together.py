"""Texts of many rows as one: a row of another table for each of them would be an object of Python each."""

from django.db.models import Expression, Func, RowRange, TextField, Value, Window
from django.db.models.functions import Concat, Replace

BETWEEN = "\x1e"
"""The sign between them, which nobody types."""


class _Joined(Func):
    function = "STRING_AGG"
    window_compatible = True
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def together(first: str | Expression, second: str | Expression, by: tuple[str, ...]) -> Window:
    """Of each row the two with a blank between, all rows sorted by columns: the same text for each row.

    A window, because SQLite sorts what is aggregated in no other way.
    """
    text = Replace(Concat(first, Value(" "), second, output_field=TextField()), Value(BETWEEN), Value(""))
    return Window(_Joined(text, Value(BETWEEN)), order_by=list(by), frame=RowRange())
