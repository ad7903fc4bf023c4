"""Whether anything of a laboratory changed: a digest of its business tables and files; which statements wrote."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

NOT_BUSINESS = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}
"""Tables that any visit may touch."""


def digest() -> str:
    """The content of every business table and of every kept file."""
    told = hashlib.sha256()
    with connection.cursor() as cursor:
        for table, question in _questions():
            told.update(table.encode())
            cursor.execute(question)
            for row in cursor:
                told.update(repr(row).encode())
    for path in sorted(Path(settings.LABSITE_FILES).rglob("*")):
        told.update(f"{path} {path.stat().st_size if path.is_file() else ''}".encode())
    return told.hexdigest()


@cache
def _questions() -> list[tuple[str, str]]:
    """Each business table, and what asks for all that it holds."""
    models = [model._meta for model in apps.get_models(include_auto_created=True)]
    business = [meta for meta in models if meta.managed and meta.label not in NOT_BUSINESS]
    return [(meta.db_table, f"SELECT * FROM {meta.db_table} ORDER BY {meta.pk.column}") for meta in business]


class Writings:
    """Notes which statements wrote to a business table, to name the culprit when a digest differs."""

    def __init__(self):
        self.seen: list[str] = []
        self.about = ""

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.seen.append(f"{self.about}: {sql[:120]}")
        return execute(sql, params, many, context)
