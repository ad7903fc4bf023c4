"""Statements that are put together once for each process and asked again with other ids.

A page that asks thirty small questions spends more time on building their querysets and on writing them as SQL than the
database on answering them, and they come out the same each time. ``kept`` makes of a queryset a question that is asked
by ids alone (docs/decisions/0054-statements-kept.md).
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from common.among import Together

Id = int | str
_NUMBER, _TEXT = 9_000_000_000_000, "kept-statement-place-"
"""What stands for an id while the statement is put together; beyond every id of ours, within what a database reads."""


class NotAskedById(TypeError):
    """An id makes no difference to the statement, or another one than ids does."""


class Kept:
    """A question. What is asked beside the ids is the same for every person, on every day.

    ``owner`` names the attribute of each row that is set to the object by which it was asked for.
    """

    def __init__(self, ask: Callable[..., QuerySet], owner: str = ""):
        self._ask, self._owner = ask, owner
        self._statements: dict[tuple, _Statement] = {}

    def __call__(self, *asked: Id | Model) -> list[Any]:
        """The rows; never a queryset, which somebody could narrow further."""
        ids = tuple(one.pk if isinstance(one, Model) else one for one in asked)
        key = (connections[DEFAULT_DB_ALIAS].vendor, *(isinstance(one, str) for one in ids))
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = _put_together(self._ask, ids)
        rows = statement.rows(ids)
        if self._owner:
            for row in rows:
                setattr(row, self._owner, asked[0])
        return rows

    def first(self, *asked: Id | Model) -> Any | None:
        """The row, of which there is one or none."""
        return next(iter(self(*asked)), None)


kept = Kept


class KeptOfMany:
    """A question about many rows: one statement, whatever number of ids it is asked by.

    Of those of a page, up to ``most``, each id has a place, and where there are fewer, the first stands in for the
    others: the database plans best for ids that it sees. Those of a file, thousands, are all in one text. What is
    asked says ``among`` for both.
    """

    def __init__(self, ask: Callable[[Sequence[int] | Together], QuerySet], most: int = 50):
        self._most = most
        self._kept = Kept(lambda *ids: ask(ids))
        self._kept_of_all = Kept(lambda text: ask(Together(text)))

    def __call__(self, ids: Sequence[int]) -> list[Any]:
        if not ids:
            return []
        if len(ids) > self._most:
            return self._kept_of_all(Together.of(ids, connections[DEFAULT_DB_ALIAS].vendor).text)
        return self._kept(*ids, *[ids[0]] * (self._most - len(ids)))


kept_of_many = KeptOfMany


@dataclass(frozen=True)
class _Statement:
    """``places`` says which of the parameters is which of the ids."""

    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple
    places: tuple[tuple[int, int], ...]

    def rows(self, ids: Sequence[Id]) -> list[Any]:
        params = list(self.params)
        for place, which in self.places:
            params[place] = ids[which]
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        compiler.as_sql = lambda *_how, **_said: (self.sql, tuple(params))
        asked = type(self.queryset)(self.queryset.model, _Compiled(self.queryset.query, compiler))
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.queryset, name))
        return list(asked)


class _Compiled:
    """In the place of a query that is written as SQL already."""

    def __init__(self, query, compiler: SQLCompiler):
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_where, **_how) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str):
        return getattr(self._query, name)


def _put_together(ask: Callable[..., QuerySet], ids: Sequence[Id]) -> _Statement:
    marks = [_mark(place, one) for place, one in enumerate(ids)]
    queryset = ask(*marks)
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    places = tuple(
        (place, marks.index(param)) for place, param in enumerate(params) if _is_one_of(marks, param)
    )
    if {which for _place, which in places} != set(range(len(ids))):
        raise NotAskedById(sql)
    return _Statement(queryset, compiler, sql, tuple(params), places)


def _mark(place: int, one: Id) -> Id:
    return f"{_TEXT}{place}" if isinstance(one, str) else _NUMBER + place


def _is_one_of(marks: Sequence[Id], param: Any) -> bool:
    return isinstance(param, int | str) and param in marks
