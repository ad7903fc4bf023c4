"""Papers as answers: a short one is drawn while the person waits, a long one is prepared by a worker.

A page never stands in a queue for the drawing process: where too many draw already, or the drawing takes too long or
is killed, the worker takes over.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.models import PreparedPaper
from common.background import TaskContext, TaskResultStatus, background_work, result_of_any
from common.pdf import engine, letters_for
from lab.models import Employee

AT_ONCE = 2
"""Drawings of one web process: one that is drawn, one that comes next. Its other threads are for other pages."""

PATIENCE = 1
"""Seconds that the one which comes next waits for the one which is drawn."""

LONG = 240_000
"""Characters of HTML from which a paper takes longer than people like to wait: an order form of some 350 lines."""

SECONDS, SECONDS_OF_A_WORKER = 6, 300
MEMORY_OF_A_WORKER = 2 * engine.MEMORY

ANYWAY = "with_empty_boxes"
"""The parameter of an address that asks for a paper in which some signs are empty boxes."""

MOST_NAMED = 50
"""Signs without letters that are named one by one; of a text in a script that has none there may be thousands."""

_drawing = BoundedSemaphore(AT_ONCE)


def paper_response(
    request, template: str, context, *, filename: str, logo: bytes | None = None
) -> HttpResponse:
    """The drawn paper; or the page where it will be; or, where it cannot be drawn, one that says so (503).

    Before a paper with signs that have no letters comes a page that names them.
    """
    html = render_to_string(template, {**context, "has_logo": bool(logo)})
    if ANYWAY not in request.GET and (missing := letters_for(html).missing):
        return told_of_signs(request, missing)
    try:
        drawn = drawn_now(html, logo)
    except engine.PaperFailed as failed:
        return render(request, "paper_failed.html", {"sentence": str(failed)}, status=503)
    if drawn is None:
        return redirect("background:paper", _ask_for(request, html, logo, filename).pk)
    return pdf_response(drawn, filename)


def pdf_response(drawn: bytes, filename: str) -> HttpResponse:
    """A finished paper, shown by the browser; a file of many of them, to be kept."""
    packed = filename.endswith(".zip")
    response = HttpResponse(drawn, content_type="application/zip" if packed else "application/pdf")
    plain = re.sub(r"[^A-Za-z0-9.\-]", "-", filename)
    response["Content-Disposition"] = f'{"attachment" if packed else "inline"}; filename="{plain}"'
    return response


def prepare(work, *args, asked_by: Employee, came_from: str, filename: str, of: int = 0) -> str:
    """Have ``work(paper's id, *args)`` make a file and hand it over (``hand_over``); the address where it will be.

    ``of`` is how many papers it will hold, where that is counted. The caller is in the transaction of whoever asks.
    """
    paper = PreparedPaper(
        asked_by=asked_by,
        asked_at=timezone.now(),
        came_from=came_from[:1000],
        filename=filename,
        digest=hashlib.sha256(repr((work.module_path, args)).encode()).hexdigest(),
        of=of,
    )
    paper.job = work.enqueue(str(paper.pk), *args, asked_by=asked_by.pk, about=filename).id
    paper.save(force_insert=True)
    return reverse("background:paper", args=[paper.pk])


def hand_over(paper_id: str, made: bytes, missing: Iterable[str] = ()) -> None:
    """What a piece of work has made is there for whoever asked for it; once. ``missing`` are signs without letters."""
    told = "".join(sorted(set(missing)))
    PreparedPaper.objects.filter(pk=paper_id, pdf__isnull=True).update(pdf=made, missing=told)


def noting_signs(papers: Iterable[str], missing: set[str]) -> Iterator[str]:
    """The same papers; signs in them that have no letters are put into the set as each is drawn."""
    for html in papers:
        missing.update(letters_for(html).missing)
        yield html


def tell_progress(paper_id: str, made: int, of: int) -> None:
    """So many of a file's papers are drawn: what the page of whoever waits says."""
    PreparedPaper.objects.filter(pk=paper_id).update(made=made, of=of)


def told_of_signs(request, missing: str) -> HttpResponse:
    """The page that names the signs without letters, and prints all the same where that is wanted."""
    asked = request.GET.copy()
    asked[ANYWAY] = "yes"
    signs = [(sign, unicodedata.name(sign, "").capitalize()) for sign in missing[:MOST_NAMED]]
    told = {"signs": signs, "count": len(missing), "more": len(missing) - len(signs)}
    return render(request, "paper_signs.html", told | {"anyway": f"{request.path}?{asked.urlencode()}"})


def drawn_now(html: str, logo: bytes | None) -> bytes | None:
    """The PDF; None where a worker has to draw it. Raises ``PaperFailed`` where a worker could not do it either."""
    if len(html) > LONG or not _drawing.acquire(blocking=False):
        return None
    try:
        return engine.draw_html(html, logo=logo, seconds=SECONDS, patience=PATIENCE)
    except (engine.DrawingEnded, engine.DrawingBusy):
        return None
    finally:
        _drawing.release()


@transaction.atomic
def _ask_for(request, html: str, logo: bytes | None, filename: str) -> PreparedPaper:
    """The row of the paper; the same paper asked for again by the same person is the same row."""
    now = timezone.now()
    digest = hashlib.sha256(html.encode() + b"\0" + (logo or b"")).hexdigest()
    asked = (
        PreparedPaper.objects.fresh(now).filter(asked_by=request.user, digest=digest).order_by("-asked_at")
    )
    for paper in asked:
        if not has_failed(paper):
            return paper
    paper = PreparedPaper(
        asked_by=request.user,
        asked_at=now,
        came_from=request.get_full_path()[:1000],
        filename=filename,
        digest=digest,
        html=html,
        logo=logo,
    )
    paper.job = draw_paper.enqueue(str(paper.pk), asked_by=request.user.pk, about=filename).id
    paper.save(force_insert=True)
    return paper


def has_failed(paper: PreparedPaper) -> bool:
    """Whether nobody will draw it any more."""
    if paper.pdf is not None:
        return False
    result = result_of_any(paper.job)
    return result is None or result.status == TaskResultStatus.FAILED


@background_work(_("Paper"), tries=3, priority=20)
def draw_paper(context: TaskContext, paper_id: str, **_told) -> None:
    """Draw it with more time and memory than a page has. Raises ``PaperFailed``."""
    waiting = PreparedPaper.objects.filter(pk=paper_id, pdf__isnull=True)
    if (paper := waiting.first()) is None:
        return
    logo = bytes(paper.logo) if paper.logo else None
    pdf = engine.draw_html(paper.html, logo=logo, seconds=SECONDS_OF_A_WORKER, memory=MEMORY_OF_A_WORKER)
    waiting.update(pdf=pdf, html="", logo=None)
