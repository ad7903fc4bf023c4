"""Invariants of issued papers: what they belong to, what became of them, and their bytes."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Count, Max
from django.utils import timezone

from background.backend import JobRows
from background.models import OPEN, Job
from billing.models import Act, ClosingDocument
from common import storage
from common.frozen import snapshot_hash
from common.refusals import Refused
from papers.drawing import draw_issued
from papers.models import DrawnPaper, IssuedPaper, Supersession
from payroll.models import PaySheet
from verification.finding import Finding, findings_of

LONG = timedelta(hours=1)
"""Within which a paper that was issued is drawn."""

OF_BOOKS = ("act", "counter_act", "closing", "correction", "pay_sheet")
"""Kinds of which each paper tells of a booked row with its number, and each such row has a paper."""


def booked() -> Iterator[tuple]:
    """(kind, number, event, day) of whatever has to have an issued paper."""
    acts = Act.objects.posted().order_by().values_list("reverses", "number", "event", "posted_on")
    yield from (("counter_act" if reverses else "act", *row) for reverses, *row in acts.iterator())
    documents = ClosingDocument.objects.order_by()
    yield from documents.values_list("kind", "number", "event", "issued_on").iterator()
    sheets = PaySheet.objects.finished().order_by()
    yield from (
        ("pay_sheet", *row) for row in sheets.values_list("number", "finished", "finished_on").iterator()
    )


def papers_are_issued_with_what_they_tell_of() -> Finding:
    """35: in the same event and for the same day, each once."""
    found, wanted = Finding(), set(booked())
    papers = IssuedPaper.objects.filter(kind__in=OF_BOOKS, revision=1).order_by()
    issued = set(papers.values_list("kind", "number", "event", "issued_on").iterator())
    found.looked_at = len(wanted | issued)
    found.wrong += [
        f"{_named(row)} is booked and has no paper of its event" for row in sorted(wanted - issued)
    ]
    found.wrong += [f"the paper of {_named(row)} tells of nothing booked" for row in sorted(issued - wanted)]
    return found


def _named(row: tuple) -> str:
    return f"{row[0]} {row[1]}"


def revisions_have_no_gaps() -> Finding:
    """34: those of a paper are 1…n."""
    papers = IssuedPaper.objects.order_by().values_list("kind", "number")
    rows = papers.annotate(n=Count("pk"), last=Max("revision")).filter(last__gt=1)
    return findings_of(
        rows.iterator(),
        lambda kind, number, n, last: (
            None if n == last else f"{kind} {number}: {n} revisions, the last is {last}"
        ),
    )


def papers_say_what_was_issued() -> Finding:
    """36: what a paper keeps itself has its hash; what is kept elsewhere has the hash that stands there."""
    kept = IssuedPaper.objects.filter(snapshot__isnull=False).order_by()
    found = findings_of(
        kept.values_list("kind", "number", "snapshot", "snapshot_hash").iterator(),
        lambda kind, number, snapshot, recorded: (
            None
            if snapshot_hash(snapshot) == recorded
            else f"the paper of {kind} {number} is not as it was issued"
        ),
    )
    elsewhere = IssuedPaper.objects.filter(snapshot__isnull=True).order_by()
    hashes = {
        **dict(Act.objects.posted().order_by().values_list("number", "snapshot_hash")),
        **{("document", number): one for number, one in _of_documents()},
    }
    for kind, number, recorded in elsewhere.values_list("kind", "number", "snapshot_hash").iterator():
        found.looked_at += 1
        key = ("document", number) if kind in ("closing", "correction") else number
        if hashes.get(key) != recorded:
            found.wrong.append(f"the paper of {kind} {number} is not that of its booked row")
    return found


def _of_documents() -> Iterable[tuple[str, str]]:
    return ClosingDocument.objects.order_by().values_list("number", "snapshot_hash").iterator()


def check_pages_say_what_became() -> Finding:
    """36: superseded are those with a newer revision, taken back at least those that the books took back."""
    said = set(
        Supersession.objects.order_by().values_list("how", "paper__kind", "paper__number", "paper__revision")
    )
    wanted = {
        ("taken_back", "act", number, 1)
        for number in Act.objects.filter(reverses__isnull=False)
        .order_by()
        .values_list("reverses__number", flat=True)
    }
    newer = IssuedPaper.objects.filter(revision__gt=1).order_by().values_list("kind", "number", "revision")
    wanted |= {("superseded", kind, number, revision - 1) for kind, number, revision in newer}
    beyond = {row for row in said - wanted if row[0] == "superseded" or row[:2] == ("taken_back", "act")}
    corrected = ClosingDocument.objects.filter(corrects__isnull=False).order_by()
    became = {row[2] for row in said if row[1] == "closing"}
    silent = {
        number for number in corrected.values_list("corrects__number", flat=True) if number not in became
    }
    return Finding(
        len(said | wanted),
        [
            f"{kind} {number} is {how}, its check page does not say so"
            for how, kind, number, _n in sorted(wanted - said)
        ]
        + [
            f"{kind} {number} is not {how}, its check page says so"
            for how, kind, number, _n in sorted(beyond)
        ]
        + [f"closing {number} was corrected, its check page does not say so" for number in sorted(silent)],
    )


def papers_have_their_bytes() -> Finding:
    """37: the bytes are those that were drawn; what is not drawn yet waits for a worker, and not for long.

    A paper that was issued before papers were kept is drawn when somebody asks for it.
    """
    found = findings_of(
        DrawnPaper.objects.order_by().values_list("paper__number", "key", "size", "sha256").iterator(),
        _damage,
    )
    waiting, failed = _asked_for(OPEN), _asked_for(("failed", "given_up"))
    undrawn = IssuedPaper.objects.undrawn().filter(of_before=False).order_by()
    now, in_rows = timezone.now(), isinstance(draw_issued.get_backend(), JobRows)
    for pk, kind, number, since in undrawn.values_list("pk", "kind", "number", "event__at").iterator():
        found.looked_at += 1
        if pk in failed:
            found.to_look_at.append(f"{kind} {number} could not be drawn")
        elif pk not in waiting and (in_rows or since < now - LONG):
            found.wrong.append(f"{kind} {number} has no PDF, and nobody draws it")
        elif waiting.get(pk, now) < now - LONG:
            found.to_look_at.append(f"{kind} {number} has waited for its PDF since {since}")
    return found


def _asked_for(states: Iterable[str]) -> dict:
    """Paper → since when work in one of the states is to draw it."""
    jobs = Job.objects.filter(kind=draw_issued.module_path, state__in=states).order_by("-asked_at")
    return {
        pk: asked_at for ids, asked_at in jobs.values_list("arguments__args__0", "asked_at") for pk in ids
    }


def _damage(number, key, size, sha256) -> str | None:
    try:
        storage.verify_stored(key, size, sha256)
    except (Refused, OSError) as refused:
        return f"the PDF of {number}: {refused}"
    return None
