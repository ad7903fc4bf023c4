"""Invariants of documents that are filled in: what was released stands, and what stands in them was measured."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from common.frozen import snapshot_hash
from documents.measuring import flag_of
from documents.models import (
    CRITICAL,
    Document,
    DocumentRevision,
    DocumentState,
    DocumentValue,
    Flag,
)
from documents.results.flags import Limits
from papers.models import IssuedPaper
from verification.finding import Finding, together
from workflow.papers.measure_cells import typed_in
from workflow.papers.revision import changes_between, kind_of_paper


def revisions_are_as_released() -> Finding:
    """64: hash, number, sequence and changes of every revision; its paper says the same; its document stands so."""
    return together(_revisions_hold, _revisions_have_no_gaps, _states_have_their_revisions)


def _revisions_hold() -> Finding:
    found, before = Finding(), None
    rows = DocumentRevision.objects.select_related("document").order_by("document", "number")
    issued = IssuedPaper.objects.order_by().values_list("kind", "number", "revision", "snapshot_hash")
    papers = {(kind, number, revision): said for kind, number, revision, said in issued}
    for row in rows.iterator():
        found.looked_at += 1
        earlier = before if before and before.document_id == row.document_id else None
        found.wrong += [f"{row}: {sentence}" for sentence in _wrong_with(row, earlier, papers)]
        before = row
    return found


def _wrong_with(
    row: DocumentRevision, earlier: DocumentRevision | None, papers: dict[tuple, str]
) -> Iterator[str]:
    says = row.snapshot
    if snapshot_hash(says) != row.sha256:
        yield "it does not say what was released"
    if (says.get("number"), says.get("revision")) != (row.document.number, row.number):
        yield "it is of another number or revision"
    told = changes_between(earlier.snapshot, says) if earlier else []
    if _pairs(told) != _pairs(row.changes) or row.changes != says.get("changes"):
        yield "it does not say what changed"
    place = (kind_of_paper(row.document), row.document.number, row.number)
    if papers.get(place) != row.sha256:
        yield "its paper says something else, or there is none"


def _pairs(changes: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Without the names of what changed: those are in the language in which it was released."""
    return [(one["before"], one["after"]) for one in changes]


def _revisions_have_no_gaps() -> Finding:
    counted = (
        DocumentRevision.objects.order_by().values("document").annotate(n=Count("pk"), last=Max("number"))
    )
    found = Finding(looked_at=counted.count())
    found.wrong += [
        f"document {row['document']} has {row['n']} revisions, the last is {row['last']}"
        for row in counted.exclude(n=F("last"))
    ]
    return found


def _states_have_their_revisions() -> Finding:
    counted = Document.objects.annotate(n=Count("revisions"))
    wrong = counted.filter(Q(number__isnull=True, n__gt=0) | Q(number__isnull=False, n=0))
    wrong |= counted.filter(state__in=[DocumentState.RELEASED, DocumentState.AMENDING], n=0)
    found = Finding(looked_at=Document.objects.count())
    found.wrong += [f"document {row.pk} has {row.n} revisions and the number {row.number}" for row in wrong]
    return found


def values_are_sound() -> Finding:
    """65: flags come of the range that stands beside them; critical ones that were released were called about, or it
    is said why not; nothing impossible was released."""
    return together(_flags_have_their_range, _nothing_impossible_was_released, _critical_ones_were_told)


def _flags_have_their_range() -> Finding:
    found = Finding()
    for value in DocumentValue.objects.current().exclude(limits={}).iterator():
        found.looked_at += 1
        if flag_of(typed_in(value), Limits.from_json(value.limits)) != value.flag:
            found.wrong.append(
                f"value {value.pk} “{value.text}” has the flag “{value.flag}”, not that of its range"
            )
    return found


def _nothing_impossible_was_released() -> Finding:
    released = DocumentValue.objects.current().filter(document__state=DocumentState.RELEASED)
    found = Finding(looked_at=released.count())
    found.wrong += [f"value {row.pk} “{row.text}” cannot be" for row in released.filter(flag=Flag.IMPOSSIBLE)]
    return found


def _critical_ones_were_told() -> Finding:
    done = [DocumentState.FINISHED, DocumentState.RELEASED]
    critical = DocumentValue.objects.current().filter(flag__in=CRITICAL, document__state__in=done)
    found = Finding(looked_at=critical.count())
    silent = critical.uncalled().filter(document__not_called="")
    found.wrong += [
        f"nobody was called about value {row.pk} “{row.text}”, and nobody says why" for row in silent
    ]
    return found
