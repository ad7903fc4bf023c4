"""The child process that draws papers, one after the other: HTML in, PDF out, over its standard streams.

Started by ``engine``. A job is its length in four bytes and its JSON; an answer is its length, then one byte (1 drawn,
0 failed), then the PDF or the reason. The style and the letters of most papers are read once; each paper gets limits of
its own for memory and processor time. Of a file of many papers each is a job whose answer is empty, until the last asks
for the file.
"""

import base64
import gc
import hashlib
import json
import resource
import struct
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from common.pdf.fetching import PackagedOnly
from common.pdf.joining import Joining
from common.pdf.letters import style_of


def main() -> None:
    """Serve until the parent closes the pipe."""
    style_with(())
    # A paper is made of many objects that all go at its end: looking for garbage meanwhile took a fourth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    many = Joining(style_with)
    while head := sys.stdin.buffer.read(4):
        job = json.loads(sys.stdin.buffer.read(*struct.unpack("!I", head)))
        _limit(job["memory"], job["seconds"])
        pdf, why = answer_of(job, many)
        answer = why.encode() if pdf is None else pdf
        answers.write(struct.pack("!I?", len(answer), pdf is not None) + answer)
        answers.flush()


def answer_of(job: dict, many: Joining) -> tuple[bytes | None, str]:
    """(what it asks for, "") or (None, what went wrong)."""
    if "part" not in job:
        many.begin()
        return draw(job["html"], base64.b64decode(job["logo"]) or None, tuple(job["slices"]))
    if not job["part"]:
        many.begin(job["title"])
    if "html" not in job:
        return told(many.file)
    paper = job["html"], base64.b64decode(job["logo"]) or None, tuple(job["slices"])
    return told(lambda: many.add(*paper))


class Style(NamedTuple):
    """The style of papers, and the letters it names."""

    sheets: list[CSS]
    fonts: FontConfiguration


@lru_cache(maxsize=8)
def style_with(slices: tuple[str, ...]) -> Style:
    """The style with these slices of letters. Read apart from the style of most papers, which does not grow by it."""
    fonts, fetcher = FontConfiguration(), PackagedOnly(slices=slices)
    sheets = [CSS("asset:print.css", url_fetcher=fetcher, font_config=fonts)]
    if slices:
        sheets.append(CSS(string=style_of(slices), url_fetcher=fetcher, font_config=fonts))
    return Style(sheets, fonts)


def draw(html: str, logo: bytes | None, slices: tuple[str, ...] = ()) -> tuple[bytes | None, str]:
    """(PDF, "") or (None, what went wrong)."""
    fetcher = PackagedOnly(logo)
    style = style_with(slices)

    def drawn() -> bytes:
        pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=style.sheets,
            font_config=style.fonts,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
        fetcher.refuse_violations()
        return pdf

    pdf, why = told(drawn)
    return (None, "nothing was drawn") if pdf == b"" else (pdf, why)


def told(work: Callable[[], bytes]) -> tuple[bytes | None, str]:
    """What the work gives, or why it gives nothing."""
    try:
        return work(), ""
    except FatalURLFetchingError as error:
        return None, str(error)
    except MemoryError:
        return None, "the paper needs more memory than it may have"
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


def _limit(memory: int, seconds: int) -> None:
    """So much more memory than the process has now, so much more processor time than it has used."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY)
    )


if __name__ == "__main__":
    main()
