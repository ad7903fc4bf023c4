"""Many ids as one parameter of a statement."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Func, Value


class Among(Func):
    """Whole numbers that stand in one text, as ``{1,2,3}`` or ``[1,2,3]`` (``written``), behind ``__in``.

    A statement with a thousand ids has a thousand parameters otherwise; it is longer to write than to answer.
    """

    template = "(SELECT UNNEST(CAST(%(expressions)s AS bigint[])))"
    output_field = BigIntegerField()

    def __init__(self, text: str):
        super().__init__(Value(text))

    def as_sqlite(self, compiler, connection, **context):
        template = "(SELECT value FROM JSON_EACH(%(expressions)s))"
        return super().as_sql(compiler, connection, template=template, **context)


def written(ids: Iterable[int], vendor: str) -> str:
    """The text of these ids, as the database reads it."""
    said = ",".join(map(str, ids))
    return f"{{{said}}}" if vendor == "postgresql" else f"[{said}]"
