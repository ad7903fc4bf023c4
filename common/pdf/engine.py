"""Drawing papers: the template is filled here, the drawing is done by a warm child process with limits.

One child for each web process, started with its first paper and replaced when it hangs, dies or oversteps.
"""

import base64
import json
import logging
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from common.pdf import letters
from common.pdf.blanks import without_blanks_at_ends
from common.refusals import Refused

SECONDS, MEMORY = 30, 512 * 1024**2
LONGEST_PAPER = 20 * 1024**2
"""Characters of HTML; a paper that is longer is a mistake."""

ENDED = "the drawing process was ended"

log = logging.getLogger(__name__)


class PaperFailed(Refused):
    """The paper could not be drawn; what it tells of is booked all the same."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(
            _("The paper could not be drawn. What it says is safe; try again, or tell the administrator.")
        )


class DrawingEnded(PaperFailed):
    """The drawing process took too long, or was killed from outside; another try may go better."""


class DrawingBusy(PaperFailed):
    """Another paper was drawn for longer than one cares to wait."""


def render_pdf(template: str, context: Mapping[str, Any], *, logo: bytes | None = None) -> bytes:
    """Fill the template and draw it; the bytes of a PDF. ``logo`` is a PNG for the letterhead.

    Never call it inside a transaction: it is slow. Raises ``PaperFailed``.
    """
    return draw_html(render_to_string(template, {**context, "has_logo": bool(logo)}), logo=logo)


def draw_html(
    html: str,
    *,
    logo: bytes | None = None,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    patience: float = SECONDS,
) -> bytes:
    """Draw finished HTML, after waiting at most ``patience`` seconds for the one before. Raises ``PaperFailed``."""
    if len(html) > LONGEST_PAPER:
        raise PaperFailed("the paper is too long")
    if not _turn.acquire(timeout=patience):
        raise DrawingBusy("too many papers at once")
    try:
        return _right(_ask(_job(html, logo) | {"seconds": seconds, "memory": memory}, seconds))
    finally:
        _turn.release()


def draw_many(
    papers: Iterable[str],
    *,
    title: str = "",
    logo: bytes | None = None,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    after_each: Callable[[int], None] = lambda _count: None,
) -> bytes:
    """Draw finished HTML of many papers into one file called ``title``, each with its own pages 1, 2 …; ``after_each``
    hears how many.

    ``seconds`` are for each of them and for the joining. Each is asked for while the one before is drawn. Raises
    ``PaperFailed``.
    """
    limits = {"seconds": seconds, "memory": memory, "title": title}
    waiting = iter(papers)
    html, drawn = next(waiting, None), 0
    if html is None:
        raise PaperFailed("there is no paper to draw")

    def fetch_next() -> None:
        nonlocal html
        html = next(waiting, None)

    with _turn:
        while html is not None:
            if len(html) > LONGEST_PAPER:
                raise PaperFailed("the paper is too long")
            _right(_ask(_job(html, logo) | limits | {"part": drawn}, seconds, fetch_next))
            drawn += 1
            after_each(drawn)
        return _right(_ask(limits | {"part": drawn}, seconds))


def _right(answered: tuple[bytes | None, str]) -> bytes:
    """What was answered. Raises ``PaperFailed`` where that is why nothing was drawn."""
    pdf, why = answered
    if pdf is None:
        log.error("paper failed: %s", why)
        raise (DrawingEnded if why.startswith(ENDED) else PaperFailed)(why)
    return pdf


def _job(html: str, logo: bytes | None) -> dict[str, Any]:
    html = without_blanks_at_ends(html)
    slices = letters.letters_for(html).slices
    return {"html": html, "logo": base64.b64encode(logo or b"").decode(), "slices": slices}


_turn = threading.Lock()
_child: subprocess.Popen | None = None


def _ask(
    job: Mapping[str, Any], seconds: int, meanwhile: Callable[[], None] = lambda: None
) -> tuple[bytes | None, str]:
    """What the child answers; ``meanwhile`` is done while it draws."""
    child = _living_child()
    message = json.dumps(job).encode()
    deadline = time.monotonic() + seconds
    try:
        _write(child, struct.pack("!I", len(message)) + message, deadline)
        meanwhile()
        length, drawn = struct.unpack("!I?", _read(child, 5, deadline))
        answer = _read(child, length, deadline)
    except (OSError, EOFError, TimeoutError) as fault:
        _end(child)
        return None, f"{ENDED}: {fault}"
    except BaseException:
        _end(child)
        raise
    return (answer, "") if drawn else (None, answer.decode())


def process_id() -> int:
    """Of the process that draws, for whoever looks at what it takes."""
    return _living_child().pid


def _living_child() -> subprocess.Popen:
    global _child
    if _child is None or _child.poll() is not None:
        _child = subprocess.Popen(
            [sys.executable, "-m", "common.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent.parent,
            env={**os.environ, **letters.ENVIRONMENT},
            bufsize=0,
        )
    return _child


def _write(child: subprocess.Popen, message: bytes, deadline: float) -> None:
    """All of it, in pieces that a ready pipe takes without waiting. Raises ``TimeoutError`` past the deadline."""
    for start in range(0, len(message), select.PIPE_BUF):
        if not select.select([], [child.stdin], [], max(0, deadline - time.monotonic()))[1]:
            raise TimeoutError("it does not listen")
        child.stdin.write(message[start : start + select.PIPE_BUF])


def _read(child: subprocess.Popen, length: int, deadline: float) -> bytes:
    """Exactly so many bytes. Raises ``TimeoutError`` past the deadline, ``EOFError`` when the child died."""
    got = bytearray()
    while len(got) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
            raise TimeoutError("it took too long")
        chunk = child.stdout.read(min(length - len(got), 1 << 20))
        if not chunk:
            raise EOFError("it died")
        got += chunk
    return bytes(got)


def _end(child: subprocess.Popen) -> None:
    global _child
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        pipe.close()
    _child = None
