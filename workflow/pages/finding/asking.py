"""What is asked of the database for what somebody typed: at most three statements, whatever can be found.

One says which customers and contacts hold a word, so that orders are found by them along an index; one has an arm for
each kind; where that finds little, a third looks for what was meant (PostgreSQL). Digits take the third for the mask
of the settings instead, to know an order by its serial number: nobody looks for what else a number meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Q, Value
from django.utils import timezone

from common.asked import id_in
from common.finding import (
    SEARCH,
    SHORT,
    forms_by_index,
    holds_a_form,
    holds_by_index,
    nearly_holds,
    nearness,
    stands_in,
)
from common.folding import has_digit, words_of
from common.kept_searches import KeptSearch, blank_id, blank_text
from common.numbering import format_number
from customers.models import Contact, Counterparty
from lab.models import LabSettings
from lab.permissions import may
from workflow.pages.finding.arms import first_of, rows_in, told
from workflow.pages.finding.kinds import DOCUMENTS, KINDS, NUMBER, ORDERS, Kind, Row
from workflow.pages.finding.samples import NEWEST, OLDEST, letters_of, with_samples

FEW = 3
"""So many rows that hold all that was typed are enough: nobody looks for what else was meant."""
LEAST_LETTERS = 4
"""Shorter words have too many that are like them."""
MOST_WHO = 500
ROOM = (0, 4, 32, MOST_WHO)
"""For so many ids a statement is kept; fewer of them stand in it several times."""
NEWEST_ORDERS = 20
"""Of whose documents are looked through, where the patient or the customer was typed."""
YEARS = 6
FIRST_IDEOGRAPH = "\u2e80"
KEPT = 200
"""Statements: one for each shape of what is typed, by whoever may see the same."""
WHO = {"customer": Counterparty, "contact": Contact}


def rows_for(typed: str, viewer, most: int) -> list[Row]:
    """At most so many of each kind that the viewer may see, the newest first."""
    words = [word for word in words_of(typed) if any(map(str.isalnum, word))]
    if _says_nothing(words):
        return []
    places = tuple(place for place, kind in enumerate(KINDS) if may(viewer, kind.action))
    if not places:
        return []
    blanks = _Blanks()
    shape = _shape_of(words, blanks, _who_orders(words) if KINDS.index(ORDERS) in places else {})
    serials = _numbers_of_serial(" ".join(words))
    first_serial = blanks.texts_in(serials) if serials else None
    rows = rows_in(_statement(places, shape, first_serial, most).ask(blanks.texts, blanks.ids))
    if len(rows) < FEW and connection.vendor == "postgresql":
        rows += _meant(places, words, most, rows)
    return rows


def rows_at(places: Iterable[tuple[Kind, str]], viewer) -> list[Row]:
    """The things at these places that are still there and that the viewer may see; one statement."""
    by_kind: dict[int, list[str]] = {}
    for kind, known in places:
        if may(viewer, kind.action):
            by_kind.setdefault(KINDS.index(kind), []).append(known)
    arms = [
        told(KINDS[place], KINDS[place].rows().filter(**{f"{KINDS[place].known}__in": known}).order_by())
        for place, known in by_kind.items()
    ]
    return rows_in(arms[0].union(*arms[1:], all=True)) if arms else []


def _says_nothing(words: Sequence[str]) -> bool:
    """One letter begins a word of every tenth row; where one sign is a word, it is looked for."""
    return not words or (
        len(words) == 1 == len(words[0]) and words[0].isalpha() and words[0] < FIRST_IDEOGRAPH
    )


# --- what was typed, as blanks of a kept statement ----------------------------------------------------------
class _Blanks:
    """What is filled into a statement: texts and ids, by their places."""

    def __init__(self):
        self.texts: list[str] = []
        self.ids: list[int] = []

    def texts_in(self, texts: Sequence[str]) -> tuple[int, int]:
        """(first place, how many)."""
        self.texts += texts
        return len(self.texts) - len(texts), len(texts)

    def ids_in(self, ids: Sequence[int]) -> tuple[int, int]:
        room = next(room for room in ROOM if room >= len(ids))
        self.ids += [*ids, *ids[:1] * (room - len(ids))]
        return len(self.ids) - room, room


@dataclass(frozen=True)
class _Word:
    """Where its forms stand, of a search text, of a number and of the letters in it (none has nowhere), and the ids of
    who orders and holds it."""

    search: tuple[int, int]
    number: tuple[int, int]
    letters: tuple[int, int] | None
    who: tuple[tuple[str, tuple[int, int]], ...] = ()

    def held(self, column: str) -> Q:
        return holds_a_form(_texts(self.number if column == NUMBER else self.search), column)

    def held_by(self, kind: Kind, *who: str) -> Q:
        """It stands in the column by which the kind is found, or those hold it to whom the row belongs."""
        found = self.held(kind.column)
        if kind.column == NUMBER and self.letters:
            letters = _texts(self.letters)
            found &= holds_a_form(letters, NEWEST) | holds_a_form(letters, OLDEST)
        for whose, (first, count) in self.who:
            if count and whose in who:
                found |= Q((f"{whose}__in", [blank_id(first + at) for at in range(count)]))
        return found


def _shape_of(words: Sequence[str], blanks: _Blanks, who: dict[str, list]) -> tuple[_Word, ...]:
    return tuple(
        _Word(
            blanks.texts_in(forms_by_index(word, SEARCH)),
            blanks.texts_in(forms_by_index(word, NUMBER)),
            blanks.texts_in([letters, letters.upper()]) if (letters := letters_of(word)) else None,
            tuple((column, blanks.ids_in(_holding(known, word))) for column, known in who.items()),
        )
        for word in words
    )


def _holding(known: Iterable[tuple[int, str]], word: str) -> list[int]:
    """Each once: whoever was merged into another is known by both names."""
    return list(dict.fromkeys(pk for pk, text in known if stands_in(text, word)))


def _texts(place: tuple[int, int]) -> list[str]:
    first, count = place
    return [blank_text(first + at) for at in range(count)]


@lru_cache(KEPT)
def _statement(places: tuple[int, ...], words: tuple[_Word, ...], serials, most: int) -> KeptSearch:
    arms = [
        first_of(kind, rows, most)
        for kind in (KINDS[place] for place in places)
        for rows in _found_of(kind, words, serials)
    ]
    return KeptSearch(arms[0].union(*arms[1:], all=True))


def _found_of(kind: Kind, words: Sequence[_Word], serials) -> list:
    """What a kind is found by, each in an arm of its own: one index is joined with no other."""
    rows = kind.rows()
    if kind is ORDERS:
        called = [rows.filter(number__in=_texts(serials))] if serials else []
        return [*called, rows.filter(*(word.held_by(kind, *WHO) for word in words))]
    who = ("customer",) if kind.by_customer else ()
    if kind.column == NUMBER:
        rows = with_samples(kind, rows)
    found = [rows.filter(*(word.held_by(kind, *who) for word in words))]
    if kind.column == NUMBER and len(words) == 1 and words[0].letters:
        found.append(kind.rows().filter(number__in=_texts(words[0].number)))  # whole, whatever mask it is of
    if kind is DOCUMENTS:
        orders = ORDERS.rows().filter(*(word.held(SEARCH) for word in words))
        found.append(rows.filter(order__in=orders.values("pk")[:NEWEST_ORDERS]))
    return found


# --- what is asked before and behind it ---------------------------------------------------------------------
def _who_orders(words: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """Customers and contacts who hold one of the words; nobody where that says little, because too many do.

    Whoever was merged into a customer is found by its name too: what was booked is of both.
    """
    blanks = _Blanks()
    forms = tuple(blanks.texts_in(forms_by_index(word, SEARCH)) for word in words if len(word) >= SHORT)
    known = _who(forms).ask(blanks.texts) if forms else []
    if len(known) > MOST_WHO:
        return {}
    return {column: [(pk, text) for at, pk, text in known if at == place] for place, column in enumerate(WHO)}


@lru_cache(KEPT)
def _who(forms: tuple[tuple[int, int], ...]) -> KeptSearch:
    by_name = [(place, model, SEARCH) for place, model in enumerate(WHO.values())]
    arms = []
    for place, model, column in [*by_name, (0, Counterparty, f"merged_into__{SEARCH}")]:
        asked = Q()
        for texts in forms:
            asked |= holds_a_form(_texts(texts), column)
        rows = model.objects.filter(asked).order_by().annotate(place=Value(place))
        arms.append(rows.values_list("place", "pk", column))
    return KeptSearch(arms[0].union(*arms[1:], all=True)[: MOST_WHO + 1])


def _numbers_of_serial(typed: str) -> list[str]:
    """What an order is called that has these digits as its serial number, of this year or one of the last."""
    serial = id_in(typed)
    if not serial:
        return []
    mask, this_year = LabSettings.load().order_mask, timezone.localdate().year
    return [format_number(mask, serial, year) for year in range(this_year, this_year - YEARS, -1)]


def _meant(places: Sequence[int], words: Sequence[str], most: int, known: Sequence[Row]) -> list[Row]:
    """What is written nearly so, the most like it first. Numbers are not guessed."""
    long = {word for word in words if len(word) >= LEAST_LETTERS and not has_digit(word)}
    kinds = [KINDS[place] for place in places if KINDS[place].by_name or KINDS[place] is ORDERS]
    if not long or not kinds:
        return []
    arms, near = [], nearness(words)
    for kind in kinds:
        like = [
            holds_by_index(word, SEARCH) | (nearly_holds(word) if word in long else Q()) for word in words
        ]
        rows = kind.rows().filter(*like).order_by(near.desc(), "pk")
        arms.append(first_of(kind, rows, most, near))
    seen = {(row.place, row.pk) for row in known}
    rows = rows_in(arms[0].union(*arms[1:], all=True))
    return sorted((row for row in rows if (row.place, row.pk) not in seen), key=lambda row: -row.near)
