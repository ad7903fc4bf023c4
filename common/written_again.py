"""Fills the columns that rows write about themselves, for rows that were there before the column or its folding."""

from django.db import connections, models

from common import triggers
from common.finding import WrittenField, written

AT_ONCE = 500


def write_again(label: str):
    """For a migration: ``RunPython(write_again("customers.Patient"), RunPython.noop)``."""

    def run(apps, schema_editor):
        write_columns(apps.get_model(label), schema_editor.connection.alias)

    return run


def write_columns(model: type[models.Model], alias: str = "default") -> int:
    """Write the columns of every row where they are not right yet; how many rows that were.

    Booked tables refuse every change; what is derived is no part of what is booked, so their guards are set aside
    while it is written, in the same transaction.
    """
    fields = written(model)
    names, count = [field.name for field in fields], 0
    rows = models.QuerySet(model, using=alias)  # neither the model's own nor a ledger's: those refuse
    with triggers.set_aside(connections[alias], model._meta.db_table):
        for batch in _batches(rows.select_related(*_related(fields))):
            wrong = [row for row in batch if _was_wrong(row, fields)]
            rows.bulk_update(wrong, names, batch_size=AT_ONCE)
            count += len(wrong)
    return count


def _was_wrong(row, fields: list[WrittenField]) -> bool:
    """Put right what the row says about itself; whether it was wrong."""
    stood = [getattr(row, field.attname) for field in fields]
    for field in fields:
        setattr(row, field.attname, field.text_of(row))
    return stood != [getattr(row, field.attname) for field in fields]


def _related(fields: list[WrittenField]) -> list[str]:
    """The related rows that the columns are made of; None of them means none, to ``select_related`` too."""
    return sorted({path.rpartition("__")[0] for field in fields for path in field.of if "__" in path}) or [
        None
    ]


def _batches(rows: models.QuerySet):
    behind = 0
    while batch := list(rows.filter(pk__gt=behind).order_by("pk")[:AT_ONCE]):
        yield batch
        behind = batch[-1].pk
