"""Thumbnails: a small copy of a picture, drawn anew by a limited child process. The file itself is never shown."""

import subprocess
import sys
from typing import Protocol

from common.storage import FileMissing, open_stored

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


def may_be_picture(stored: Kept) -> bool:
    """Whether drawing a thumbnail is worth a process: not so for each of a hundred text files."""
    if stored.size > LARGEST:
        return False
    with open_stored(stored.key) as file:
        return file.read(BEGINNING).startswith(PICTURES)


def thumbnail_of(stored: Kept) -> bytes | None:
    """A WebP of at most 320 × 320 pixels, or None for whatever is not a picture that can safely be drawn.

    Slow, and hungry for memory: work for the background.
    """
    try:
        if not may_be_picture(stored):
            return None
        with open_stored(stored.key) as picture:
            done = subprocess.run(
                [sys.executable, "-m", "common.thumbnail_worker"],
                stdin=picture,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
    except (FileMissing, OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
