"""Thumbnails of files: asked for when a picture comes, drawn by a worker, one after the other."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from common.background import TaskContext, background_work
from common.thumbnails import thumbnail_of
from documents.models import Attachment

LOOKED_FOR = timedelta(minutes=10)
"""How long a page looks again for a thumbnail that is due."""


def ask_for_thumbnails(files: Iterable[Attachment]) -> None:
    """Have those drawn that are due, from within the transaction that brings the files."""
    for file in files:
        if file.thumbnail_due:
            draw_thumbnail.enqueue(file.pk, asked_by=file.uploaded_by_id, about=file.name)


@background_work(_("Thumbnail"))
def draw_thumbnail(context: TaskContext, file_id: int, **_told) -> None:
    """Draw it for every row that shows the same bytes; what is no picture after all has none."""
    file = Attachment.objects.filter(pk=file_id, thumbnail_due=True).first()
    if file is not None:
        waiting = Attachment.objects.filter(key=file.key, thumbnail_due=True)
        waiting.update(thumbnail=thumbnail_of(file), thumbnail_due=False)
