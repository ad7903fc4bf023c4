"""Issuing papers, and saying what became of them: rows alone, within the transaction of the cause.

Nothing is drawn here. Whatever goes wrong with a drawing later, what the paper tells of is booked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.frozen import snapshot_hash
from common.refusals import Refused
from lab.models import Event
from papers.drawing import draw_issued
from papers.kinds import KINDS
from papers.models import IssuedPaper, State, Supersession
from papers.revisions import latest, latest_of


class NothingRevised(Refused):
    """A revision follows a paper that was issued, and not taken back."""

    def __init__(self, number: str):
        super().__init__(_("No paper %(number)s stands that could be revised.") % {"number": number})


@dataclass(frozen=True)
class NewPaper:
    """A paper to be issued: ``snapshot`` is what it says, as plain JSON; ``about`` is for the laboratory alone."""

    kind: str
    number: str
    on: date
    snapshot: Mapping[str, Any]
    about: str = ""


def issue(paper: NewPaper, event: Event) -> IssuedPaper:
    """Issue the first revision of a paper; it is drawn by a worker, or for whoever prints it sooner."""
    (issued,) = issue_all([paper], event)
    return issued


def issue_all(papers: Sequence[NewPaper], event: Event) -> list[IssuedPaper]:
    """``issue`` of several papers of one event, in as many statements as for one."""
    return _issued([(paper, 1) for paper in papers], event)


def revise(paper: NewPaper, event: Event) -> IssuedPaper:
    """Issue the next revision; the one before is superseded by it. Raises ``NothingRevised``.

    The caller holds the lock of what the paper tells of.
    """
    before = latest(paper.kind, paper.number)
    if before is None or before.state is State.TAKEN_BACK:
        raise NothingRevised(paper.number)
    (issued,) = _issued([(paper, before.revision + 1)], event)
    Supersession.objects.create(paper=before, how=State.SUPERSEDED, by=issued, event=event)
    return issued


def correct(kind: str, number: str, event: Event, *, by: IssuedPaper) -> None:
    """A later paper takes something of this one back; the rest of it stands."""
    _became(State.CORRECTED, kind, {number: by}, event)


def take_back(kind: str, number: str, event: Event, *, by: IssuedPaper | None = None) -> None:
    """The paper is worth nothing any more; ``by`` is the counter-paper, if there is one."""
    take_back_all(kind, {number: by}, event)


def take_back_all(kind: str, numbers: Mapping[str, IssuedPaper | None], event: Event) -> None:
    """``take_back`` of several papers of a kind, each with its counter-paper, in as many statements as for one."""
    _became(State.TAKEN_BACK, kind, numbers, event)


def _issued(papers: Sequence[tuple[NewPaper, int]], event: Event) -> list[IssuedPaper]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a paper is issued inside the transaction of its cause")
    if not papers:
        return []
    rows = IssuedPaper.objects.bulk_create(
        IssuedPaper(
            kind=paper.kind,
            number=paper.number,
            revision=revision,
            issued_on=paper.on,
            about=paper.about[:200],
            snapshot=None if KINDS[paper.kind].snapshot_of else paper.snapshot,
            snapshot_hash=snapshot_hash(paper.snapshot),
            event=event,
        )
        for paper, revision in papers
    )
    draw_issued.enqueue([row.pk for row in rows], asked_by=event.actor_id, about=_in_words(rows))
    return rows


def _in_words(rows: Sequence[IssuedPaper]) -> str:
    if len(rows) == 1:
        return rows[0].number
    told = {"first": rows[0].number, "count": len(rows) - 1}
    return ngettext("%(first)s and %(count)s more", "%(first)s and %(count)s more", len(rows) - 1) % told


def _became(how: State, kind: str, numbers: Mapping[str, IssuedPaper | None], event: Event) -> None:
    found = latest_of(kind, numbers)
    Supersession.objects.bulk_create(
        Supersession(paper=found[number], how=how, by=by, event=event)
        for number, by in numbers.items()
        if number in found and found[number].state is not State.TAKEN_BACK
    )
