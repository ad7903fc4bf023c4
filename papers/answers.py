"""An issued paper as an answer: the bytes that are kept, or drawn now and kept from then on.

What takes long is drawn by a worker, and the page of the paper being prepared says so.
"""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from background.papers import ANYWAY, drawn_now, hand_over, prepare, told_of_signs
from common.background import background_work
from common.file_responses import paper_file_response
from common.pdf import letters_for
from common.refusals import Refused
from common.storage import read_stored
from papers.drawing import draw, drawn_of, html_of, keep, logo
from papers.models import DrawnPaper, IssuedPaper


def issued_response(request, paper: IssuedPaper) -> HttpResponse:
    """The PDF, the same bytes each time; or the page where it will be; or one that says why it cannot be had (503).

    A paper with signs that have no letters is announced by a page that names them, before the bytes.
    """
    try:
        drawn = drawn_of(paper) or _drawn_for(request, paper)
        if isinstance(drawn, HttpResponse):
            return drawn
        if drawn.missing and ANYWAY not in request.GET:
            return told_of_signs(request, drawn.missing)
        return paper_file_response(drawn.stored, f"{paper.number}.pdf")
    except Refused as failed:
        return render(request, "paper_failed.html", {"sentence": str(failed)}, status=503)


def _drawn_for(request, paper: IssuedPaper) -> DrawnPaper | HttpResponse:
    picture = logo()
    html = html_of(paper, has_logo=bool(picture))
    missing = letters_for(html).missing
    if missing and ANYWAY not in request.GET:
        return told_of_signs(request, missing)
    pdf = drawn_now(html, picture)
    return _prepared(request, paper) if pdf is None else keep(paper, pdf, missing)


@transaction.atomic
def _prepared(request, paper: IssuedPaper) -> HttpResponse:
    asked = {
        "asked_by": request.user,
        "came_from": request.get_full_path(),
        "filename": f"{paper.number}.pdf",
    }
    return redirect(prepare(draw_for_reader, paper.pk, **asked))


@background_work(_("Paper"), tries=3, priority=20)
def draw_for_reader(context, paper_id: str, issued: int, **_told) -> None:
    """Draw it for whoever waits for it; the page that was promised gets the bytes that are kept."""
    drawn = draw(IssuedPaper.objects.get(pk=issued))
    hand_over(paper_id, read_stored(drawn.stored))
