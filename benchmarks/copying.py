"""Rows on their way into a table: collected, and sent by COPY; into SQLite, which has none, by INSERT."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max


class Sheet:
    """Rows of one model. Columns that are not named get the default of their field; ids are given out here."""

    def __init__(self, model: type[models.Model], named: str):
        self.model, self.table = model, model._meta.db_table
        self.lines: list = []
        self.last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        columns = named.split()
        rest = [field for field in model._meta.concrete_fields if field.attname not in {"id", *columns}]
        self.columns = ["id", *columns, *(field.column for field in rest)]
        self.rest = [_default(field) for field in rest]
        self.tail = "".join(f"\t{_text(cell)}" for cell in self.rest)

    def add(self, *row: object) -> int:
        """One more row, as the database keeps it (amounts in minor units); returns its id."""
        self.last += 1
        cells = [cell if type(cell) is str else "\\N" if cell is None else str(cell) for cell in row]
        self.lines.append("\t".join([str(self.last), *cells]) + self.tail)
        return self.last

    def send(self, emptied: Collection[str] = ()) -> None:
        """Write what has been collected; a table emptied in this transaction needs no cleaning up afterwards."""
        if self.lines:
            frozen = " WITH (FREEZE)" if self.table in emptied else ""
            with connection.cursor() as cursor:
                statement = f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN{frozen}"
                with cursor.cursor.copy(statement) as copy:
                    copy.write("\n".join(self.lines) + "\n")
            self.lines.clear()


class InsertedSheet(Sheet):
    """The same for SQLite."""

    def add(self, *row: object) -> int:
        self.last += 1
        cells = [cell if type(cell) in _AS_IT_IS else _kept(cell) for cell in row]
        self.lines.append([self.last, *cells, *self.rest])
        return self.last

    def send(self, emptied: Collection[str] = ()) -> None:
        if self.lines:
            places = ", ".join(["%s"] * len(self.columns))
            statement = f"{self.table} ({', '.join(self.columns)}) VALUES ({places})"
            with connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {statement}", self.lines)
            self.lines.clear()


_AS_IT_IS = {str, int, bool, type(None)}


def sheet(model: type[models.Model], named: str) -> Sheet:
    """Rows for the database at hand."""
    return (InsertedSheet if connection.vendor == "sqlite" else Sheet)(model, named)


def go_on_counting(models_: Iterable[type[models.Model]]) -> None:
    """Let the database give out ids behind those that were given out here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models_)):
            cursor.execute(statement)


def _kept(cell: object) -> object:
    """As SQLite keeps it."""
    if isinstance(cell, datetime):
        return connection.ops.adapt_datetimefield_value(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _default(field: models.Field) -> object:
    return field.get_db_prep_save(field.get_default(), connection)


def _text(cell: object) -> str:
    return "\\N" if cell is None else str(cell)
