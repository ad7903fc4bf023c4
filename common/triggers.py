"""Lays the triggers that ``booked`` declares, on SQLite and PostgreSQL, and says which are missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from common.booked import RULES, Rule


def lay(connection) -> None:
    """Make every declared trigger whose table exists (again, where it stands already)."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in RULES:
            if rule.table in tables:
                for statement in _drop(connection.vendor, rule) + _create(connection.vendor, rule):
                    cursor.execute(statement)


def lift(connection) -> None:
    """Remove every declared trigger. For tests and bulk loaders on throw-away databases alone."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in RULES:
            if rule.table in tables:
                for statement in _drop(connection.vendor, rule):
                    cursor.execute(statement)


@contextmanager
def set_aside(connection, table: str) -> Iterator[None]:
    """Within, changes of the table's rows are not refused. For a migration that writes what is derived, never booked.

    Only the triggers that stand are lifted and laid again: while SQLite migrates, those of a remade table are gone.
    """
    gone = set(missing(connection))
    rules = [rule for rule in RULES if rule.table == table and not gone & set(_names(rule))]
    with connection.cursor() as cursor:
        for statement in (one for rule in rules for one in _drop(connection.vendor, rule)):
            cursor.execute(statement)
        yield
        for statement in (one for rule in rules for one in _create(connection.vendor, rule)):
            cursor.execute(statement)


def missing(connection) -> list[str]:
    """Names of declared triggers that the database does not have."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return [name for rule in RULES for name in _names(rule) if name not in there]


def _names(rule: Rule) -> list[str]:
    return [f"{rule.table}_{rule.name}_{operation.lower()}" for operation in rule.operations]


def _condition(rule: Rule, operation: str) -> str:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[operation]
    if "{row}" not in rule.condition:
        return rule.condition or "TRUE"
    return " OR ".join(f"({rule.condition.replace('{row}', row)})" for row in rows)


def _drop(vendor: str, rule: Rule) -> list[str]:
    place = "" if vendor == "sqlite" else f" ON {rule.table}"
    return [f"DROP TRIGGER IF EXISTS {name}{place}" for name in _names(rule)]


def _create(vendor: str, rule: Rule) -> list[str]:
    statements = []
    for name, operation in zip(_names(rule), rule.operations, strict=True):
        condition, sentence = _condition(rule, operation), f"{rule.table} is {rule.name}: {operation} refused"
        if vendor == "sqlite":
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {rule.table} FOR EACH ROW"
                f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
        else:
            returned = "OLD" if operation == "DELETE" else "NEW"
            statements += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF {condition} THEN RAISE EXCEPTION '{sentence}'"
                f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {returned}; END $$",
                f"CREATE TRIGGER {name} BEFORE {operation} ON {rule.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
    return statements
