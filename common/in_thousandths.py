"""Carries amounts that were kept in hundredths over to thousandths: for migrations of the apps that keep amounts."""

from django.db import connections, models

from common import triggers
from common.fields import MoneyField


def in_thousandths(*labels: str):
    """For a migration: ``RunPython(in_thousandths("billing.Payment", …))``; every amount of those models.

    What is booked says the same as before, so the guards of its tables are set aside while it is written anew.
    """

    def run(apps, schema_editor):
        for label in labels:
            model = apps.get_model(label)
            with triggers.set_aside(connections[schema_editor.connection.alias], model._meta.db_table):
                _widen(model, schema_editor)
                _multiply(model, schema_editor)

    return run


def _amounts(model) -> list[MoneyField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, MoneyField)]


def _widen(model, schema_editor) -> None:
    """The columns' bounds are those that the field declares today; SQLite alters none, so the table is made anew."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor._remake_table(model)
        return
    quote = schema_editor.quote_name
    table = quote(model._meta.db_table)
    for field in _amounts(model):
        bound = quote(f"{model._meta.db_table}_{field.column}_check")
        check = field.db_check(schema_editor.connection)
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {bound}", params=None)
        schema_editor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {bound} CHECK ({check})", params=None)


def _multiply(model, schema_editor) -> None:
    rows = models.QuerySet(model, using=schema_editor.connection.alias)  # a ledger's own refuses
    rows.update(**{field.name: models.F(field.name) * 10 for field in _amounts(model)})
