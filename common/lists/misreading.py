"""What an address asks of a list and makes no sense there, in a sentence each: nobody takes all rows for some."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.lists.asked import COLUMNS, SORT, Asked

LONGEST_QUOTE = 60


def misread(asked: Asked) -> list[str]:
    """One sentence for each part of the address that was passed over; none for what the page itself tells."""
    return [*_filters(asked), *_others(asked)]


def _filters(asked: Asked) -> Iterator[str]:
    for one in asked.table.filters_for(asked.viewer):
        if one.name in asked.refused and not one.page_tells:
            label = one.field_for(asked.viewer).label
            said = {"text": _quoted(asked.refused[one.name]), "label": label or one.name}
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
