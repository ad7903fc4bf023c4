"""Drawing an issued paper, once: its bytes go into the private store, and a row says where they lie.

Never inside a transaction: drawing is slow. Whoever draws the same paper at the same moment gives way to the first.
"""

import io

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.papers import MEMORY_OF_A_WORKER, SECONDS_OF_A_WORKER
from common import storage
from common.background import background_work
from common.frozen import snapshot_hash
from common.pdf import PaperFailed, engine, letters_for
from common.refusals import Refused
from lab.models import LabSettings
from papers.models import DrawnPaper, IssuedPaper
from papers.revisions import changes_of

LEAST_URGENT = -5


def logo() -> bytes | None:
    """The laboratory's logo of today."""
    kept = LabSettings.load().logo
    return bytes(kept) if kept else None


def html_of(paper: IssuedPaper, *, has_logo: bool) -> str:
    """The paper as HTML. Raises ``PaperFailed`` where it would say something else than what was issued."""
    says = paper.says()
    if snapshot_hash(says) != paper.snapshot_hash:
        raise PaperFailed(f"{paper} does not say any more what was issued")
    shown = {"paper": says, "issued": paper, "has_logo": has_logo, "changes": changes_of(paper)}
    return render_to_string(paper.kind_of_paper.template, shown)


def drawn_of(paper: IssuedPaper) -> DrawnPaper | None:
    """The bytes that are kept; None while there are none, as far as was read with the paper."""
    return paper.drawn if paper.is_drawn else None


def keep(paper: IssuedPaper, pdf: bytes, missing: str) -> DrawnPaper:
    """Keep what was drawn; or give back what somebody else has kept meanwhile. Raises what the store refuses by."""
    stored = storage.store(
        io.BytesIO(pdf),
        max_bytes=settings.LABSITE_MAX_FILE_BYTES,
        free_floor=settings.LABSITE_FREE_SPACE_FLOOR,
    )
    told = {"key": stored.key, "size": stored.size, "sha256": stored.sha256, "missing": missing}
    with transaction.atomic():
        drawn, is_first = DrawnPaper.objects.get_or_create(
            paper=paper, defaults=told | {"drawn_at": timezone.now()}
        )
    if not is_first:
        storage.discard(stored.key)
        paper.drawn = drawn
    return drawn


def draw(paper: IssuedPaper) -> DrawnPaper:
    """Draw and keep it with the time and memory of a worker, unless it is drawn already."""
    if drawn := drawn_of(paper):
        return drawn
    picture = logo()
    html = html_of(paper, has_logo=bool(picture))
    pdf = engine.draw_html(html, logo=picture, seconds=SECONDS_OF_A_WORKER, memory=MEMORY_OF_A_WORKER)
    return keep(paper, pdf, letters_for(html).missing)


@background_work(_("Issued papers"), priority=LEAST_URGENT)
def draw_issued(context, ids: list[int], **_told) -> int:
    """Draw what of these is not drawn yet; one that fails keeps no other waiting. Returns how many were drawn."""
    waiting = IssuedPaper.objects.undrawn().filter(pk__in=ids).order_by("pk")
    failed: Refused | None = None
    count = 0
    for paper in waiting.iterator(chunk_size=50):
        try:
            draw(paper)
            count += 1
        except Refused as refusal:
            failed = failed or refusal
    if failed:
        raise failed
    return count
