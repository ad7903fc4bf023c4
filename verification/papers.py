"""Invariants of numbers, papers and files."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from billing.models import Act, ClosingDocument, Payment, Refund
from common import storage
from common.frozen import snapshot_hash
from common.models import Counter
from common.refusals import Refused
from documents.models import Attachment, Document, DocumentType
from orders.models import Order
from papers.models import DrawnPaper
from payroll.models import PaySheet
from stock.models import Receipt, StockCount
from verification.finding import Finding, findings_of, together
from verification.issued import (
    check_pages_say_what_became,
    papers_say_what_was_issued,
    revisions_have_no_gaps,
)

SERIES = {
    "order": Order,
    "act": Act,
    "closing": ClosingDocument,
    "payment": Payment,
    "refund": Refund,
    "receipt": Receipt,
    "count": StockCount,
    "pay_sheet": PaySheet,
}


def numbers_have_no_gaps() -> Finding:
    """34: of each series and year, and the revisions of each paper."""
    return together(_numbers_of_series, revisions_have_no_gaps)


def _numbers_of_series() -> Finding:
    counters = {(row.series, row.year): row.last for row in Counter.objects.all()}
    found = Finding()
    for series, rows in _numbered():
        by_year = rows.filter(number__isnull=False).order_by().values_list("number_year")
        for year, n, last in by_year.annotate(n=Count("pk"), last=Max("number_serial")):
            found.looked_at += n
            if not n == last == counters.pop((series, year), None):
                found.wrong.append(f"series {series} {year}: {n} numbers, the last is {last}")
    found.wrong += [
        f"series {s} {year}: {last} numbers were drawn, none is there"
        for (s, year), last in counters.items()
        if last
    ]
    return found


def _numbered() -> Iterator[tuple[str, QuerySet]]:
    """Each series with the rows that count in it; every type of documents counts by itself."""
    yield from ((series, model.objects.all()) for series, model in SERIES.items())
    for made in DocumentType.objects.all():
        yield made.number_series, Document.objects.filter(document_type=made)


def snapshots_are_as_issued() -> Finding:
    """36: closing documents, acts, and every issued paper; their check pages say what became of them."""
    return together(
        lambda: _as_frozen(ClosingDocument.objects.all(), "document"),
        lambda: _as_frozen(Act.objects.posted(), "act"),
        papers_say_what_was_issued,
        check_pages_say_what_became,
    )


def _as_frozen(rows, kind: str) -> Finding:
    """What each row says has the hash that was recorded with it, and is under the row's own number."""
    columns = ("number", "snapshot", "snapshot_hash")
    return findings_of(
        rows.order_by().values_list(*columns).iterator(),
        lambda number, snapshot, recorded: (
            None
            if snapshot_hash(snapshot) == recorded and snapshot.get("number") == number
            else f"the paper of {kind} {number} is not as it was issued"
        ),
    )


def files_are_whole() -> Finding:
    """40"""
    rows = Attachment.objects.current().order_by().values_list("name", "key", "size", "sha256").iterator()
    return findings_of(rows, _damage)


def _damage(name, key, size, sha256) -> str | None:
    try:
        storage.verify_stored(key, size, sha256)
    except (Refused, OSError) as refused:
        return f"{name}: {refused}"
    return None


def stored_files_have_rows() -> Finding:
    """41"""
    known = set(Attachment.objects.order_by().values_list("key", flat=True))
    known |= set(DrawnPaper.objects.order_by().values_list("key", flat=True))
    day_ago = (timezone.now() - timedelta(hours=24)).timestamp()
    root = settings.LABSITE_FILES / "kept"
    stored = [path for path in root.rglob("*") if path.is_file()] if root.exists() else []
    return findings_of(
        stored,
        lambda path: (
            None
            if str(path.relative_to(root)) in known or path.stat().st_mtime > day_ago
            else f"{path.relative_to(root)} belongs to nothing"
        ),
    )
