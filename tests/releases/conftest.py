"""A database of a former release: empty, beside that of the other tests, and filled as the release left it."""

import json
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from common import triggers
from common.fields import MoneyField
from tests.releases.rows import laid_out

HERE = Path(__file__).parent
THOUSANDTHS = "_amounts_in_thousandths"
"""The migrations from which on amounts are kept so; in the text of a release they are written out."""


@pytest.fixture(scope="module", params=sorted(path.stem for path in HERE.glob("release_*.json")))
def release(request):
    """Everything that a release had: ``migrations`` and ``tables``."""
    return json.loads((HERE / f"{request.param}.json").read_text())


@pytest.fixture(scope="module")
def carried_on(release, django_db_setup, django_db_blocker, tmp_path_factory):
    """The release's database with today's migrations on it, in place of that of the tests while this module runs."""
    with django_db_blocker.unblock(), empty_database(tmp_path_factory.mktemp("former")) as connection:
        executor = MigrationExecutor(connection)
        targets = [tuple(target) for target in release["migrations"]]
        executor.migrate(targets)
        with transaction.atomic():
            historical_apps = executor.loader.project_state(targets).apps
            laid_out(release["tables"], historical_apps)
            if not any(name.endswith(THOUSANDTHS) for _app, name in targets):
                in_hundredths(connection, historical_apps)
        triggers.lay(connection)  # as the release had them: a migration must do with them
        call_command("migrate", verbosity=0, skip_checks=False)  # as from the command line
        yield release


def in_hundredths(connection, historical_apps) -> None:
    """Amounts as releases before the migration to thousandths kept them."""
    with connection.cursor() as cursor:
        for model in historical_apps.get_models():
            amounts = [f for f in model._meta.concrete_fields if isinstance(f, MoneyField)]
            figures = ", ".join(f'"{field.column}" = "{field.column}" / 10' for field in amounts)
            if figures:
                cursor.execute(f'UPDATE "{model._meta.db_table}" SET {figures}')


@contextmanager
def empty_database(folder):
    """A database without a table, which every query goes to until it is taken away again."""
    usual = connections["default"]
    with _made(usual, folder) as name:
        other = usual.copy()
        other.settings_dict["NAME"] = name
        other.settings_dict["OPTIONS"].pop("pool", None)  # its connections lead to the usual database
        connections["default"] = other
        try:
            yield other
        finally:
            other.close()
            connections["default"] = usual


@contextmanager
def _made(usual, folder):
    """The name of a new database: a file on SQLite, one on the same server on PostgreSQL."""
    if usual.vendor == "sqlite":
        yield str(folder / "former.sqlite3")
        return
    name = f"{usual.settings_dict['NAME']}_former"
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with usual._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
