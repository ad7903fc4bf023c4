"""A table made long in a moment, so that the database plans as it would after years. PostgreSQL only."""

from django.db import connection, transaction

MANY = 8_000
NUMBERED = "'Q-' || lpad(n::text, 6, '0')"
OWN = {
    "number": NUMBERED,
    "code": NUMBERED,
    "name": NUMBERED,
    "name_key": NUMBERED,
    "search_text": "' q-' || lpad(n::text, 6, '0') || ' ' || left(md5(n::text), 9)",
}
"""What tells the copies of a row from one another."""


def multiply(model, *, like: int | None = None) -> None:
    """Many copies of the first row, or of the one with that id, in one statement; no trigger is asked."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    told = ", ".join(OWN.get(column, f'"{column}"') for column in columns)
    table, named = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    which = f"WHERE id = {like}" if like else "ORDER BY id LIMIT 1"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {told} FROM generate_series(1, {MANY}) AS n,"
            f" (SELECT * FROM {table} {which}) AS copied"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def scans(asked, tables: tuple[str, ...]) -> list[tuple[str, str]]:
    """(statement, plan) of each read that goes through one of the tables as a whole, though there are indexes: the
    database is told to take these, as it would of many rows. A name with a blank behind it is that table alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    reads = [one["sql"] for one in asked if one["sql"].lstrip().startswith(("SELECT", "WITH", "(SELECT"))]
    assert reads
    plans = [(statement, plan_of(statement)) for statement in reads]
    return [
        (statement, plan)
        for statement, plan in plans
        if any(f"Seq Scan on {table}" in f"{line} " for table in tables for line in plan.splitlines())
    ]
