"""Which revision of a paper is the newest, and what it says otherwise than the one before."""

from collections.abc import Collection

from papers.differences import Difference, differences
from papers.models import IssuedPaper


def latest(kind: str, number: str) -> IssuedPaper | None:
    """The newest revision of a paper."""
    return latest_of(kind, [number]).get(number)


def latest_of(kind: str, numbers: Collection[str]) -> dict[str, IssuedPaper]:
    """The newest revision of each, by number, in a fixed number of statements."""
    return {number: paper for (_kind, number), paper in latest_among([kind], numbers).items()}


def latest_among(kinds: Collection[str], numbers: Collection[str]) -> dict[tuple[str, str], IssuedPaper]:
    """The same of several kinds, by kind and number."""
    rows = IssuedPaper.objects.with_all().filter(kind__in=kinds, number__in=numbers)
    return {(paper.kind, paper.number): paper for paper in rows.order_by("revision")}


def changes_of(paper: IssuedPaper) -> list[Difference]:
    """What a revision says that the one before did not, or otherwise; nothing for the first."""
    if paper.revision == 1:
        return []
    before = IssuedPaper.objects.get(kind=paper.kind, number=paper.number, revision=paper.revision - 1)
    return differences(before.says(), paper.says())
