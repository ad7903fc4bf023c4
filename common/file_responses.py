"""The ways out for kept bytes. What came from outside leaves as a closed download, or as a picture that we drew anew;
our own papers are shown."""

import hashlib
import re
from collections.abc import Mapping
from typing import BinaryIO

from django.http import FileResponse, HttpResponse

from .file_names import safe_display_name
from .storage import FileDamaged, StoredFile, open_stored, read_stored, verify_stored

# Up to this size the whole file is compared before the first byte leaves, so that a damaged one gets a sentence;
# a larger one is compared on the way and breaks off before its last piece.
CHECKED_FIRST = 64 * 1024 * 1024

# The header set of anything a person handed in. Never left to guessing: a guess of text/html is a stored script.
CLOSED: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class ComparedReader:
    """Reads a kept file, hashing on the way; the end is withheld when the hash is not the recorded one.

    It has no ``fileno``: the server would otherwise hand the file to the kernel and nobody would look at the bytes.
    """

    def __init__(self, kept: BinaryIO, stored: StoredFile):
        self._kept = kept
        self._left = stored.size
        self._sha256 = stored.sha256
        self._digest = hashlib.sha256()

    def read(self, size: int = 64 * 1024) -> bytes:
        chunk = self._kept.read(min(size, self._left))
        self._left -= len(chunk)
        self._digest.update(chunk)
        if (not chunk and self._left) or (
            chunk and not self._left and self._digest.hexdigest() != self._sha256
        ):
            raise FileDamaged
        return chunk

    def close(self) -> None:
        self._kept.close()


def private_file_response(stored: StoredFile, filename: str) -> FileResponse:
    """The kept file as a download and nothing else. Raises ``FileMissing`` or ``FileDamaged`` before it begins."""
    if stored.size <= CHECKED_FIRST:
        verify_stored(stored.key, stored.size, stored.sha256)
    kept = open_stored(stored.key, size=stored.size)
    response = FileResponse(
        ComparedReader(kept, stored),
        as_attachment=True,
        filename=safe_display_name(filename),
        content_type="application/octet-stream",
        headers=dict(CLOSED),
    )
    response.block_size = 64 * 1024
    response.headers["Content-Length"] = str(stored.size)
    return response


def thumbnail_response(picture: bytes) -> HttpResponse:
    """A small picture that ``common.thumbnails`` drew anew (WebP), shown in place."""
    response = HttpResponse(picture, content_type="image/webp", headers=dict(CLOSED))
    response.headers["Content-Disposition"] = "inline"
    return response


def paper_file_response(stored: StoredFile, filename: str) -> HttpResponse:
    """A paper of our own, shown by the browser. Raises ``FileMissing`` or ``FileDamaged`` before it begins."""
    plain = re.sub(r"[^A-Za-z0-9.\-]", "-", filename)
    response = HttpResponse(read_stored(stored), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{plain}"'
    return response
