"""Filling large tables quickly: their triggers, keys and indexes are taken away and laid again over the rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from common import triggers

_FOREIGN_KEYS = """
    SELECT format('%%I', relname), format('%%I', conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND t.relname = ANY(%s) ORDER BY conname
"""
# Indexes behind primary keys and unique constraints stay: they belong to the constraint.
_INDEXES = """
    SELECT format('%%I', i.relname), pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)
    ORDER BY i.relname
"""


@contextmanager
def bare(connection, tables: list[str]) -> Iterator[None]:
    """Within, the tables have rows and nothing else. For throw-away databases alone (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers.lift(connection)
        keys = _found(cursor, _FOREIGN_KEYS, tables)
        indexes = _found(cursor, _INDEXES, tables)
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        triggers.lay(connection)


def _found(cursor, query: str, tables: list[str]) -> list[tuple]:
    cursor.execute(query, [tables])
    return cursor.fetchall()
