"""Taking files in: the bytes go to the private store, then the row is written; a thumbnail follows by itself."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from common.storage import StoredFile
from common.thumbnails import may_be_picture
from common.uploads import store_body, store_upload
from documents.files import attach_file
from documents.models import Attachment
from lab.cause import Cause


def take_body(request: HttpRequest, order_id: int | None, tray: UUID | None, cause: Cause) -> Attachment:
    """The body of the request is one file. Raises the refusals of the store and of ``attach_file``."""
    return _attach(store_body(request, **_limits()), order_id, tray, cause)


def take_uploads(
    uploads: Iterable[UploadedFile], order_id: int | None, tray: UUID | None, cause: Cause
) -> list[Attachment]:
    """The files of a form, one after another; a refused one leaves those before it attached."""
    return [_attach(store_upload(upload, **_limits()), order_id, tray, cause) for upload in uploads]


def _limits() -> dict[str, int]:
    return {"max_bytes": settings.LABSITE_MAX_FILE_BYTES, "free_floor": settings.LABSITE_FREE_SPACE_FLOOR}


def _attach(
    kept: tuple[StoredFile, str], order_id: int | None, tray: UUID | None, cause: Cause
) -> Attachment:
    stored, name = kept
    return attach_file(order_id, tray, stored, name, cause, is_picture=may_be_picture(stored))
