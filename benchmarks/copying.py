"""Rows on their way into a table: collected as lines of text, sent by COPY."""

from collections.abc import Iterable

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max


class Sheet:
    """Rows of one model. Columns that are not named get the default of their field; ids are given out here."""

    def __init__(self, model: type[models.Model], named: str):
        self.model, self.table = model, model._meta.db_table
        self.lines: list[str] = []
        self.last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        columns = named.split()
        rest = [field for field in model._meta.concrete_fields if field.attname not in {"id", *columns}]
        self.columns = ["id", *columns, *(field.column for field in rest)]
        self.tail = "".join(f"\t{_text(_default(field))}" for field in rest)

    def add(self, *row: object) -> int:
        """One more row, as the database keeps it (amounts in minor units); returns its id."""
        self.last += 1
        cells = [cell if type(cell) is str else "\\N" if cell is None else str(cell) for cell in row]
        self.lines.append("\t".join([str(self.last), *cells]) + self.tail)
        return self.last

    def send(self) -> None:
        """Write what has been collected."""
        if self.lines:
            with connection.cursor() as cursor:
                statement = f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN"
                with cursor.cursor.copy(statement) as copy:
                    copy.write("\n".join(self.lines) + "\n")
            self.lines.clear()


def go_on_counting(models_: Iterable[type[models.Model]]) -> None:
    """Let the database give out ids behind those that were given out here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models_)):
            cursor.execute(statement)


def _default(field: models.Field) -> object:
    return field.get_db_prep_save(field.get_default(), connection)


def _text(cell: object) -> str:
    return "\\N" if cell is None else str(cell)
