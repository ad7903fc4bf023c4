"""How many rows a list has: counted up to a limit, and to the end where somebody asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

COUNTED = 10_000
"""Beyond this nobody reads the exact number, and counting would cost more than the page."""
EXACTLY = "count"
"""The parameter of an address that asks for the exact number."""


@dataclass(frozen=True)
class Counts:
    """``total`` is of the list, ``by_tab`` of the tabs that say one; more than ``most`` means more."""

    total: int
    by_tab: Mapping[str, int] = field(default_factory=dict)
    most: int = COUNTED
    most_in_tabs: int = COUNTED

    @property
    def is_more(self) -> bool:
        return self.total > self.most


def count_capped(rows: QuerySet) -> int:
    """How many there are, ``COUNTED + 1`` for more than that: no more of them are read."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def count_exactly(rows: QuerySet) -> int:
    return rows.order_by().count()


def written(count: int, most: int) -> str:
    """The number, with a plus behind the limit."""
    return f"{most:,}+" if count > most else f"{count:,}"


def in_words(nouns: Any, counts: Counts) -> str:
    """“3 orders”, “10,000+ orders”; ``nouns`` is a plural of gettext with %(n)s."""
    said = nouns % {"n": counts.total}
    return str(said).replace(str(counts.total), written(counts.total, counts.most), 1)
