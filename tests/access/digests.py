"""Whether anything of a laboratory changed: a digest of its business tables and files; which statements wrote."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings

NOT_BUSINESS = {"sessions.Session", "contenttypes.ContentType", "auth.Permission"}
"""Tables that any visit may touch."""


def digest() -> str:
    """The content of every business table and of every kept file."""
    told = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in NOT_BUSINESS and model._meta.managed:
            names = sorted(field.column for field in model._meta.concrete_fields)
            fields = sorted(field.attname for field in model._meta.concrete_fields)
            told.update(f"{model._meta.label} {names}".encode())
            for row in model._base_manager.order_by("pk").values_list(*fields):
                told.update(repr(row).encode())
    for path in sorted(Path(settings.LABSITE_FILES).rglob("*")):
        told.update(f"{path} {path.stat().st_size if path.is_file() else ''}".encode())
    return told.hexdigest()


class Writings:
    """Notes which statements wrote to a business table, to name the culprit when a digest differs."""

    def __init__(self):
        self.seen: list[str] = []
        self.about = ""

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.seen.append(f"{self.about}: {sql[:120]}")
        return execute(sql, params, many, context)
