"""Many ids as one parameter of a statement.

A statement with a thousand ids has a thousand parameters otherwise: it takes longer to write than to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Q, Value


@dataclass(frozen=True)
class Together:
    """Ids in one text, written as the database reads it: ``{1,2,3}``, SQLite ``[1,2,3]``."""

    text: str

    @classmethod
    def of(cls, ids: Sequence[int], vendor: str) -> "Together":
        said = ",".join(map(str, ids))
        return cls(f"{{{said}}}" if vendor == "postgresql" else f"[{said}]")


def among(column: str, ids: Sequence[int] | Together) -> "Q | _Among":
    """The condition that the column, a whole number, is one of them."""
    return _Among(F(column), Value(ids.text)) if isinstance(ids, Together) else Q((f"{column}__in", ids))


class _Among(Func):
    output_field = BooleanField()
    arg_joiner, template = " = ANY(", "%(expressions)s::bigint[])"

    def as_sqlite(self, compiler, connection, **context):
        how = {"arg_joiner": " IN (SELECT value FROM JSON_EACH(", "template": "%(expressions)s))"}
        return super().as_sql(compiler, connection, **how, **context)
