"""The private store: files that people hand in, kept byte for byte under names nobody chose.

A file is written to ``staging/``, hashed on the way, made durable, and only then moved to ``kept/ab/cd/<uuid>``; the
row that names it is inserted after that. So a row never points at half a file, whatever dies in between.
"""

import errno
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import Refused
from .sizes import in_megabytes

CHUNK = 1024 * 1024
LOOK_AT_DISK_EVERY = 16 * CHUNK
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Readable(Protocol):
    """Whatever gives bytes by the piece: a request, an uploaded file, an open file."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class StoredFile:
    """What the store knows of a file: its key, its size in bytes, its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class FileTooLarge(Refused):
    """The file is over the limit that the laboratory set."""

    def __init__(self, max_bytes: int):
        super().__init__(_("This file is larger than %(limit)s.") % {"limit": in_megabytes(max_bytes)})


class EmptyFile(Refused):
    """Nothing came: most often a file that was still being written, or a folder."""

    def __init__(self) -> None:
        super().__init__(_("This file is empty. Look whether it was saved, then choose it again."))


class FileCutShort(Refused):
    """Fewer bytes came than were announced."""

    def __init__(self) -> None:
        super().__init__(_("The file did not arrive whole. Send it again."))


class DiskFull(Refused):
    """Keeping the file would leave less free space than the laboratory must have."""

    def __init__(self) -> None:
        super().__init__(_("There is no room for this file. The administrator has to free disk space."))


class StoreClosed(Refused):
    """The folder of the store cannot be written."""

    def __init__(self) -> None:
        super().__init__(_("Files cannot be kept at the moment. Tell the administrator."))


class FileMissing(Refused):
    """A row names a file that the store does not hold."""

    def __init__(self) -> None:
        super().__init__(_("This file is missing from the store. Tell the administrator."))


class FileDamaged(Refused):
    """The bytes in the store are not the bytes that were handed in."""

    def __init__(self) -> None:
        super().__init__(_("This file is damaged. Tell the administrator."))


def store(stream: Readable, *, max_bytes: int, free_floor: int, announced: int | None = None) -> StoredFile:
    """Keep what ``stream`` gives, durably, and say under which key.

    ``max_bytes`` is the limit of one file, ``free_floor`` the free space in bytes that has to remain, ``announced``
    the length that the sender promised, if any. Raises a ``Refused`` and leaves nothing behind when the file cannot
    be kept; what the stream itself raises passes through.
    """
    if announced is not None and announced > max_bytes:
        raise FileTooLarge(max_bytes)
    with disk_errors_in_words():
        staging = staging_folder()
        look_for_room(announced or 0, free_floor)
        name = uuid.uuid4().hex
        staged = staging / name
    try:
        size, sha256 = _write_staged(stream, staged, max_bytes, free_floor)
        _refuse_if_incomplete(size, announced)
        with disk_errors_in_words():
            key = _move_into_place(staged, name)
    finally:
        with suppress(OSError):  # gone already, or on a disk that turned read-only: the sweeper's
            staged.unlink()
    return StoredFile(key, size, sha256)


def open_stored(key: str, *, size: int | None = None) -> BinaryIO:
    """Open a kept file for reading; raises ``FileMissing``, or ``FileDamaged`` when the recorded size differs."""
    try:
        opened = open(path_of(key), "rb")  # noqa: SIM115 - the caller closes it
    except OSError as error:
        raise FileMissing from error
    if size is not None and os.fstat(opened.fileno()).st_size != size:
        opened.close()
        raise FileDamaged
    return opened


def read_stored(stored: StoredFile) -> bytes:
    """The whole of a small file, compared with what was recorded; raises ``FileMissing`` or ``FileDamaged``."""
    with open_stored(stored.key, size=stored.size) as kept:
        content = kept.read()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged
    return content


def discard(key: str) -> None:
    """Remove what was kept a moment ago and is named by no row."""
    path_of(key).unlink(missing_ok=True)


def verify_stored(key: str, size: int, sha256: str) -> None:
    """Read the whole file and compare; raises ``FileMissing`` or ``FileDamaged``."""
    digest = hashlib.sha256()
    with open_stored(key, size=size) as kept:
        while chunk := kept.read(CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != sha256:
        raise FileDamaged


def sweep(known_keys: Container[str], older_than: datetime) -> list[str]:
    """Remove what no row names and what was left in staging, if last written before ``older_than`` (aware).

    Returns what went, ``staging/…`` or ``kept/…``. The caller allows for the longest upload and the longest backup.
    """
    root, moment = _root(), older_than.timestamp()
    gone = []
    for path in [*_files_below(root / "staging"), *_files_below(root / "kept")]:
        place = path.relative_to(root)
        if place.parts[0] == "kept" and "/".join(place.parts[1:]) in known_keys:
            continue
        if path.lstat().st_mtime < moment:
            path.unlink(missing_ok=True)
            gone.append(place.as_posix())
    return gone


def path_of(key: str) -> Path:
    """The place of a kept file. Raises ``FileMissing`` for anything that is not a key of this store."""
    if not KEY.fullmatch(key):
        raise FileMissing
    kept = os.path.realpath(_root() / "kept")
    place = os.path.realpath(os.path.join(kept, key))
    # By commonpath, never by prefix: «kept-elsewhere» begins with «kept» too.
    if os.path.commonpath([kept, place]) != kept:
        raise FileMissing
    return Path(place)


def _root() -> Path:
    return Path(settings.LABSITE_FILES)


def staging_folder() -> Path:
    """Where a file waits that is not kept yet: on the same disk as the kept ones, and nobody reads it there."""
    return _folder("staging")


def _folder(*parts: str) -> Path:
    """The folder below the root, made if it is not there; each new name is made durable in its parent."""
    path = _root()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in parts:
        parent, path = path, path / part
        if not path.is_dir():
            path.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(parent)
    return path


def _write_staged(stream: Readable, staged: Path, max_bytes: int, free_floor: int) -> tuple[int, str]:
    """Write, hash and flush to the disk; returns size and SHA-256."""
    size, looked_at, digest = 0, 0, hashlib.sha256()
    with disk_errors_in_words():
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb", buffering=0) as staging:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > max_bytes:
                raise FileTooLarge(max_bytes)
            if size - looked_at >= LOOK_AT_DISK_EVERY:
                looked_at = size
                look_for_room(len(chunk), free_floor)
            digest.update(chunk)
            with disk_errors_in_words():
                _write_all(staging, chunk)
        with disk_errors_in_words():
            os.fsync(staging.fileno())
    return size, digest.hexdigest()


def _write_all(staging, chunk: bytes) -> None:
    """A raw file may take a part only, as it does on a disk that is nearly full."""
    left = memoryview(chunk)
    while left:
        left = left[staging.write(left) :]


def _refuse_if_incomplete(size: int, announced: int | None) -> None:
    if announced is not None and size != announced:
        raise FileCutShort
    if size == 0:
        raise EmptyFile


def look_for_room(coming: int, free_floor: int) -> None:
    """Raise ``DiskFull`` where ``coming`` bytes more would leave less than ``free_floor`` free."""
    with disk_errors_in_words():
        free = shutil.disk_usage(_root()).free
    if free - coming < free_floor:
        raise DiskFull


def _move_into_place(staged: Path, name: str) -> str:
    """Rename within the one file system, then make both folders durable: only now may a row name the key."""
    folder = _folder("kept", name[:2], name[2:4])
    os.replace(staged, folder / name)
    _sync_folder(folder)
    _sync_folder(staged.parent)
    return f"{name[:2]}/{name[2:4]}/{name}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


@contextmanager
def disk_errors_in_words() -> Iterator[None]:
    """Only around our own disk work: a client that hangs up raises an ``OSError`` too, and is not a full disk."""
    try:
        yield
    except OSError as error:
        raise (DiskFull() if error.errno in NO_ROOM else StoreClosed()) from error
