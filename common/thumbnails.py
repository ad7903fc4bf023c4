"""Thumbnails: a small copy of a picture, drawn anew by a limited child process. The file itself is never shown."""

import subprocess
import sys
from typing import Protocol

from common.storage import path_of

SECONDS = 10


class Kept(Protocol):
    """What the store says of a file (``storage.StoredFile``)."""

    @property
    def key(self) -> str: ...

    @property
    def size(self) -> int: ...


PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
BEGINNING = 8
"""How files begin that may be pictures; whether one really is, the child process finds out."""

LARGEST = 64 * 1024**2
"""Bytes of a picture that is still looked at."""


def thumbnail_of(stored: Kept) -> bytes | None:
    """A WebP of at most 320 × 320 pixels, or None for whatever is not a picture that can safely be drawn."""
    if stored.size > LARGEST:
        return None
    try:
        with open(path_of(stored.key), "rb", buffering=0) as picture:
            if not picture.read(BEGINNING).startswith(PICTURES):
                return None  # no process for each of a hundred text files
            picture.seek(0)
            done = subprocess.run(
                [sys.executable, "-m", "common.thumbnail_worker"],
                stdin=picture,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
