"""What becomes of bytes that nobody needs: files never claimed from their tray, and removed ones whose time is up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import storage
from common.background import background_work
from documents.models import Attachment
from papers.models import DrawnPaper

TRAY_HOURS = 24
"""An order form stays open for a working day at most; longer than the longest upload takes."""


@dataclass(frozen=True)
class Swept:
    """``dropped``: files in trays that nobody claimed; ``deleted``: places in the store that were emptied."""

    dropped: int
    deleted: list[str]


def sweep_files(now: datetime, *, keep: timedelta) -> Swept:
    """Drop what lies in trays too long, then delete what no row needs.

    Bytes of a removed file stay for ``keep``, which has to be longer than the oldest backup that may be restored.
    """
    day_ago = now - timedelta(hours=TRAY_HOURS)
    forgotten = Attachment.objects.current().filter(order__isnull=True, uploaded_at__lt=day_ago)
    dropped = forgotten.update(removed_at=now)
    needed = Q(removed_at__isnull=True) | Q(removed_at__gte=now - keep)
    known = set(Attachment.objects.filter(needed).values_list("key", flat=True))
    known |= set(DrawnPaper.objects.values_list("key", flat=True))
    return Swept(dropped, storage.sweep(known, day_ago))


@background_work(_("Empty trays, delete removed files"))
def sweep_store(context, **_told) -> dict[str, int]:
    """The daily sweep of the private store; says how much went."""
    swept = sweep_files(timezone.now(), keep=settings.LABSITE_KEEP_REMOVED_FILES)
    return {"dropped": swept.dropped, "deleted": len(swept.deleted)}
