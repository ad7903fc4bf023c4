"""What an address asks of a list and makes no sense there, in a sentence each: nobody takes all rows for some."""

from collections.abc import Collection, Iterator

from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.asked import LONGEST_TEXT
from common.folding import MOST_WORDS
from common.lists.asked import COLUMNS, PLACES, SORT, Asked
from common.lists.fields import WordsField

LONGEST_QUOTE = 60


def misread(asked: Asked) -> list[str]:
    """One sentence for each part of the address that was passed over; none for what the page itself tells."""
    return [*_filters(asked), *_others(asked)]


def nonsense(asked: Asked, query: QueryDict, *, beside: Collection[str] = ()) -> list[str]:
    """Why the rows of an address are not those that somebody meant: whoever does something with all of them does it
    with none then. ``beside`` are names that stand in the address for the page itself."""
    return [*misread(asked), *_unknown_names(asked, query, beside), *_said_twice(query)]


def _unknown_names(asked: Asked, query: QueryDict, beside: Collection[str]) -> Iterator[str]:
    """What the address asks by a name that the list does not know: misspelt, it would narrow nothing."""
    table = asked.table
    known = {one.name for one in table.filters} | {SORT, COLUMNS, *PLACES, *beside}
    if table.tabs:
        known.add(table.tabs.name)
    for name in sorted(set(query) - known):
        yield _("This list cannot be narrowed by “%(name)s”.") % {"name": _quoted(name)}


def _said_twice(query: QueryDict) -> Iterator[str]:
    for name, said in query.lists():
        if len(said) > 1:
            yield _("This address says twice what “%(name)s” is.") % {"name": _quoted(name)}


def _filters(asked: Asked) -> Iterator[str]:
    for one in asked.table.filters_for(asked.viewer):
        if one.name in asked.refused and not one.page_tells:
            asked_field, text = one.field_for(asked.viewer), asked.refused[one.name]
            said = {"text": _quoted(text), "label": asked_field.label or one.name}
            if isinstance(asked_field, WordsField) and asked_field.is_too_much(text):
                yield _(
                    "Up to %(words)s words, %(signs)s signs in all, are looked for at once. "
                    "The list is not narrowed by this longer search."
                ) % {"words": MOST_WORDS, "signs": LONGEST_TEXT}
            elif not text.strip():
                yield _("For “%(label)s” nothing but blanks is given. The list is not narrowed by it.") % said
            else:
                yield _("“%(text)s” makes no sense for “%(label)s”. The list is not narrowed by it.") % said


def _others(asked: Asked) -> Iterator[str]:
    tabs = asked.table.tabs
    sentences = {
        SORT: _("This list cannot be sorted by “%(text)s”. It is sorted as usual."),
        COLUMNS: _("This list has no column “%(text)s”, or not any more. The others are shown."),
    }
    if tabs and tabs.name in asked.unknown:
        said = {"text": _quoted(asked.unknown[tabs.name]), "shown": asked.open_tab.label}
        yield _("This list has no view “%(text)s”. Shown is “%(shown)s”.") % said
    for name, sentence in sentences.items():
        if name in asked.unknown:
            yield sentence % {"text": _quoted(asked.unknown[name])}


def _quoted(text: str) -> str:
    return Truncator(text).chars(LONGEST_QUOTE)
