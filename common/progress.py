"""How far a piece of work has come that writes all it does in one transaction: nobody could read it from the database.

Each has a small file beside the staged ones, which any web process that shares the folder can read.
"""

import re
from contextlib import suppress

from common.storage import staging_folder

KEY = re.compile(r"[\w-]{1,80}")


def tell_progress(key: str, done: int, of: int) -> None:
    """So much of it is done."""
    path = _path(key)
    beside = path.with_suffix(".part")
    beside.write_text(f"{done} {of}")
    beside.replace(path)


def progress_of(key: str) -> tuple[int, int] | None:
    """How much of how much; None where nothing was told."""
    with suppress(OSError, ValueError):
        done, of = _path(key).read_text().split()
        return int(done), int(of)
    return None


def forget_progress(key: str) -> None:
    _path(key).unlink(missing_ok=True)


def _path(key: str):
    assert KEY.fullmatch(key)
    return staging_folder() / f"progress-{key}"
