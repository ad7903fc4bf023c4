"""Files for tests, kept in the real store of the test's own folder."""

import io
import uuid
from importlib import import_module

from django.apps import apps
from django.utils import timezone

from common.storage import StoredFile, store
from documents.models import Attachment, LabelSize
from tests.factories.lab import make_employee


def keep(content: bytes = b"content") -> StoredFile:
    """Bytes in the store, without a row."""
    return store(io.BytesIO(content), max_bytes=10**9, free_floor=0)


def make_attachment(order=None, content: bytes = b"content", **fields) -> Attachment:
    """A file on an order."""
    stored = keep(content)
    shown = {"name": "file.txt", "uploaded_at": timezone.now(), "order": order, **fields}
    if "uploaded_by" not in fields:
        shown["uploaded_by"] = make_employee()
    return Attachment.objects.create(key=stored.key, size=stored.size, sha256=stored.sha256, **shown)


def make_waiting(tray=None, **fields) -> Attachment:
    """A file in a tray."""
    return make_attachment(tray=tray or uuid.uuid4(), **fields)


def label_sizes() -> tuple[LabelSize, LabelSize]:
    """(the roll, the sheet) that come with a laboratory: tests that empty the database take them away too."""
    if not LabelSize.objects.exists():
        import_module("documents.migrations.0005_sizes_of_labels").two_to_begin_with(apps, None)
    return LabelSize.objects.get(is_sheet=False), LabelSize.objects.get(is_sheet=True)
