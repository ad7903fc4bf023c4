"""A small database as rows in a text that can be read: written in the release that made it, laid out anew in tests.

``written`` runs in any release. ``laid_out`` fills tables as that release had them, so it is handed its models.
"""

import json
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

FOREIGN = {"admin", "auth", "axes", "contenttypes", "sessions"}
"""Apps from elsewhere: what they keep is made again by their own migrations, and nothing of the house points at it."""


def written() -> str:
    """The whole database: the last migration of each app, then each table, one row a line."""
    graph = MigrationLoader(connection).graph
    leaves = json.dumps(sorted(graph.leaf_nodes()))
    tables = ",\n".join(_table(model) for model in _models(apps) if models.QuerySet(model).exists())
    return f'{{"migrations": {leaves},\n"tables": {{\n{tables}\n}}}}\n'


def laid_out(tables: dict, historical_apps) -> None:
    """Put the rows into a database whose tables are those of ``historical_apps``; numbering goes on after them."""
    for label, table in tables.items():
        model = historical_apps.get_model(label)
        models.QuerySet(model).bulk_create(_rows(model, table["columns"], table["rows"]))
    _numbers_go_on([historical_apps.get_model(label) for label in tables])


def _models(registry) -> Iterable[type[models.Model]]:
    every = registry.get_models(include_auto_created=True)
    return (model for model in every if model._meta.managed and model._meta.app_label not in FOREIGN)


def _table(model: type[models.Model]) -> str:
    columns = [
        field.attname for field in model._meta.concrete_fields if field.get_internal_type() != "BinaryField"
    ]
    rows = models.QuerySet(model).order_by("pk").values_list(*columns)
    lines = ",\n".join(
        json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True) for row in rows
    )
    return f'"{model._meta.label}": {{"columns": {json.dumps(columns)},\n"rows": [\n{lines}\n]}}'


def _rows(model: type[models.Model], columns: list[str], rows: list[list]) -> Iterator[models.Model]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for row in rows:
        yield model(**{name: _read(fields[name], value) for name, value in zip(columns, row, strict=True)})


def _read(field: models.Field, value):
    if field.is_relation:
        field = field.target_field
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _numbers_go_on(filled: list[type[models.Model]]) -> None:
    """PostgreSQL counts keys apart from the rows; SQLite does not."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
