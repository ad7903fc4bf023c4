"""How a file comes in: as the bare body of a request, straight to the store, or from a plain form.

The bare body is for the page with JavaScript: no form is parsed, so nothing is gathered in memory or copied through a
temporary file. The length is announced in Content-Length, the name in ``X-File-Name`` (percent-encoded UTF-8).
"""

from urllib.parse import unquote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from .file_names import safe_display_name
from .storage import FileCutShort, StoredFile, store


def store_body(request: HttpRequest, *, max_bytes: int, free_floor: int) -> tuple[StoredFile, str]:
    """Keep the body of the request as one file; returns it with the name to show.

    Raises the refusals of ``store``; a sender who hangs up gets ``FileCutShort``, which nobody reads.
    """
    try:
        stored = store(request, max_bytes=max_bytes, free_floor=free_floor, announced=_announced(request))
    except UnreadablePostError as error:
        raise FileCutShort from error
    return stored, body_name(request)


def body_name(request: HttpRequest) -> str:
    """The announced name, fit to be shown."""
    return safe_display_name(unquote(request.headers.get("X-File-Name", "")))


def store_upload(upload: UploadedFile, *, max_bytes: int, free_floor: int) -> tuple[StoredFile, str]:
    """Keep one file of a plain form; returns it with the name to show. Raises the refusals of ``store``."""
    if refusal := getattr(upload, "refusal", None):
        raise refusal
    stored = store(upload, max_bytes=max_bytes, free_floor=free_floor, announced=upload.size)
    return stored, safe_display_name(upload.name)


def _announced(request: HttpRequest) -> int | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() else None
