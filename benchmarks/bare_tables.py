"""Filling large tables quickly: their triggers, keys and indexes are taken away and laid again over the rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from common import triggers

# Those of the tables, and those of other tables that lead to them: nothing else may refer to what is emptied.
_FOREIGN_KEYS = """
    SELECT format('%%I', t.relname), format('%%I', conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
    WHERE c.contype = 'f' AND (t.relname = ANY(%s) OR r.relname = ANY(%s)) ORDER BY conname
"""
# Indexes behind primary keys and unique constraints stay: they belong to the constraint.
_INDEXES = """
    SELECT format('%%I', i.relname), pg_get_indexdef(i.oid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)
    ORDER BY i.relname
"""
_INDEXES_OF_SQLITE = """
    SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s
"""


@contextmanager
def bare(connection, tables: list[str]) -> Iterator[set[str]]:
    """Within, one transaction, the tables have rows and nothing else. For throw-away databases alone.

    Those that are given were empty and were emptied again here: PostgreSQL writes no log of what is copied into them.
    """
    with (_bare_in_sqlite if connection.vendor == "sqlite" else _bare)(connection, tables) as emptied:
        yield emptied


@contextmanager
def _bare(connection, tables: list[str]) -> Iterator[set[str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers.lift(connection)
        keys = _found(cursor, _FOREIGN_KEYS, tables, tables)
        indexes = _found(cursor, _INDEXES, tables)
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        emptied = {table for table in tables if not _found(cursor, f"TABLE {table} LIMIT 1")}
        if emptied:
            cursor.execute(f"TRUNCATE {', '.join(sorted(emptied))}")
        yield emptied
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        triggers.lay(connection)


@contextmanager
def _bare_in_sqlite(connection, tables: list[str]) -> Iterator[set[str]]:
    connection.disable_constraint_checking()  # not within a transaction
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.lift(connection)
        indexes = [found for table in tables for found in _found(cursor, _INDEXES_OF_SQLITE, table)]
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield set()
        for _name, definition in indexes:
            cursor.execute(definition)
        triggers.lay(connection)
    connection.enable_constraint_checking()


def _found(cursor, query: str, *params: object) -> list[tuple]:
    cursor.execute(query, params)
    return cursor.fetchall()
