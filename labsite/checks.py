"""Start-up check: SQLite really runs with the options we gave it, since a misplaced one is silent."""

from django.core.checks import Error, Tags, register
from django.db import connections

from labsite.databases import SQLITE_OPTIONS

EXPECTED = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": SQLITE_OPTIONS["timeout"] * 1000,
}


@register(Tags.database)
def sqlite_runs_as_meant(app_configs, databases, **kwargs):
    """One error per PRAGMA that reads back differently."""
    return [
        error
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
        for error in wrong_options(connections[alias])
    ]


def wrong_options(connection) -> list[Error]:
    """What a SQLite connection has otherwise than EXPECTED. A database in memory has no journal to write."""
    expected = dict(EXPECTED)
    if connection.is_in_memory_db():
        expected["journal_mode"] = "memory"
    found = {}
    with connection.cursor() as cursor:
        for pragma in expected:
            found[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    found["transaction_mode"] = connection.transaction_mode
    expected["transaction_mode"] = "IMMEDIATE"
    return [
        Error(f"SQLite has {name} = {found[name]!r} instead of {value!r}.", id="labsite.E010")
        for name, value in expected.items()
        if found[name] != value
    ]
