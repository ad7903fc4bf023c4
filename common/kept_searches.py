"""Searches that are put together once and asked again with other words: for some that takes longer than answering.

What ``common.kept_statements`` does for ids. A query is built with blanks in the place of what changes from time to
time, ``blank_text(0)``, ``blank_id(0)``; what Django makes of it is kept, and each ``ask`` fills the blanks. What is
looked for with ``contains`` is escaped as Django would have done it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_BLANK = re.compile("\ue000(\\d+)\ue001")
_FIRST_ID = -(10**15)
"""No row has an id as low as this one and those below it."""


def blank_text(place: int) -> str:
    return f"\ue000{place}\ue001"


def blank_id(place: int) -> int:
    return _FIRST_ID - place


@dataclass(frozen=True)
class _Filled:
    """A parameter with something to fill in: a text, perhaps between the signs of a pattern, or an id."""

    at: int
    place: int
    before: str = ""
    after: str = ""
    is_id: bool = False


class KeptSearch:
    """What Django made of a query whose rows are plain columns (``values_list``)."""

    def __init__(self, rows: QuerySet):
        self.sql, params = rows.query.get_compiler(connection=connection).as_sql()
        self.params = list(params)
        self.blanks = [blank for at, said in enumerate(self.params) if (blank := _blank(at, said))]

    def ask(self, texts: Sequence[str], ids: Sequence[int] = ()) -> list[tuple]:
        """The rows, with these in the blanks."""
        params = self.params.copy()
        for blank in self.blanks:
            params[blank.at] = ids[blank.place] if blank.is_id else _text(blank, texts[blank.place])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()


def _blank(at: int, said: Any) -> _Filled | None:
    if isinstance(said, int) and said <= _FIRST_ID:
        return _Filled(at, _FIRST_ID - said, is_id=True)
    found = _BLANK.search(said) if isinstance(said, str) else None
    return _Filled(at, int(found[1]), said[: found.start()], said[found.end() :]) if found else None


def _text(blank: _Filled, text: str) -> str:
    if not (blank.before or blank.after):
        return text
    return f"{blank.before}{connection.ops.prep_for_like_query(text)}{blank.after}"
