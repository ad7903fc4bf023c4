"""How what was found stands on the page and in the list under the box: groups by kind, each row with its two texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from common.asked import id_in
from common.folding import fold, pieces, sort_key
from workflow.pages.finding.asking import rows_at, rows_for
from workflow.pages.finding.commands import commands_at, commands_for
from workflow.pages.finding.kinds import KINDS, NUMBER, ORDERS, Kind, Row

MOST_OF_A_KIND = 5
MOST_LATELY = 8
MOST_COMMANDS = 5


@dataclass(frozen=True)
class Shown:
    """``presses`` says which button of the frame does it, where no address leads there."""

    url: str
    text: str
    detail: str = ""
    presses: str = ""
    words: tuple[str, ...] = ()
    """The folded words that found it."""

    @property
    def text_in_pieces(self) -> list[tuple[str, bool]]:
        return pieces(self.text, self.words)

    @property
    def detail_in_pieces(self) -> list[tuple[str, bool]]:
        return pieces(self.detail, self.words)


@dataclass(frozen=True)
class Group:
    """``all_url`` is the list that finds all of them, "" where there is none."""

    head: str
    rows: Sequence[Shown]
    all_url: str = ""


def groups_for(typed: str, viewer) -> list[Group]:
    """What the words find; a thing whose whole number was typed comes first, commands where they are called so."""
    by_place: dict[int, list[Row]] = {}
    for row in rows_for(typed, viewer, MOST_OF_A_KIND):
        by_place.setdefault(row.place, []).append(row)
    asked = fold(typed)
    number = asked.replace(" ", "-")
    places = sorted(by_place, key=lambda at: (not any(_is_called(row, number) for row in by_place[at]), at))
    groups = [_group(KINDS[at], by_place[at], asked, typed) for at in places]
    called, others = commands_for(asked, viewer)
    return [*_commands(called), *groups, *_commands(others)]


def groups_lately(paths: Iterable[str], viewer) -> list[Group]:
    """What was opened lately, the latest first, and some commands: before anything is typed."""
    places = list(dict.fromkeys(place for path in paths if (place := _place_of(path))))[:MOST_LATELY]
    rows = {(KINDS[row.place], row.known): row for row in rows_at(places, viewer)}
    lately = [_lately(kind, rows[kind, known]) for kind, known in places if (kind, known) in rows]
    return [*([Group(_("Opened lately"), lately)] if lately else []), *_commands(commands_at(viewer))]


def all_orders(typed: str) -> Shown:
    """The list of orders with what was typed."""
    return Shown(_list(ORDERS, typed), _("All orders with “%(typed)s”") % {"typed": typed})


def _group(kind: Kind, rows: list[Row], asked: str, typed: str) -> Group:
    rows.sort(key=lambda row: _rank(kind, row, asked))
    is_meant = all(row.near < 1 for row in rows)
    head = _("%(kind)s, written nearly so") % {"kind": kind.head} if is_meant else str(kind.head)
    all_url = _list(kind, typed) if len(rows) >= MOST_OF_A_KIND and not is_meant else ""
    return Group(head, [_shown(kind, row) for row in rows[:MOST_OF_A_KIND]], all_url)


def _rank(kind: Kind, row: Row, asked: str):
    """What holds all of it before what is like it; a number that ends so, or a name that begins so, before others."""
    if kind.by_name:
        return -row.near, not fold(row.text).startswith(asked), sort_key(row.text)
    return -row.near, not (asked.isdecimal() and _serial_of(row.text) == int(asked)), -row.pk


def _serial_of(number: str) -> int | None:
    digits = number.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else None


def _is_called(row: Row, number: str) -> bool:
    return any(map(str.isdecimal, number)) and number in (fold(row.text), fold(row.more))


def _shown(kind: Kind, row: Row) -> Shown:
    text, detail = kind.told(row)
    return Shown(kind.address(row.known), text, detail)


def _lately(kind: Kind, row: Row) -> Shown:
    """Of several kinds together, so that what has only a name says of which it is."""
    shown = _shown(kind, row)
    return Shown(shown.url, shown.text, " · ".join(filter(None, [shown.detail, str(kind.one)])))


def _list(kind: Kind, typed: str) -> str:
    if not kind.list_page:
        return ""
    asked = {"q": typed} | ({"status": "all"} if kind is ORDERS else {})
    return f"{reverse(kind.list_page)}?{urlencode(asked)}"


def _place_of(path: str) -> tuple[Kind, str] | None:
    """The thing whose page has that address."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    kind = next((kind for kind in KINDS if kind.page == found.view_name), None)
    if not kind or not found.kwargs:
        return None
    known = str(next(iter(found.kwargs.values())))
    return (kind, known) if kind.known == NUMBER or id_in(known) else None


def _commands(commands) -> list[Group]:
    rows = [Shown(one.address, str(one.label), presses=one.presses) for one in commands][:MOST_COMMANDS]
    return [Group(_("Commands"), rows)] if rows else []
