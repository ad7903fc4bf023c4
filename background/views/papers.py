"""The page of a paper that is being prepared, which turns into the paper when it is ready."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from background.models import PreparedPaper
from background.papers import ANYWAY, has_failed, pdf_response, told_of_signs
from lab.access import allow


@allow("use_own_account")
@require_safe
def paper(request, paper_id):
    """Being prepared, failed, or on to the paper itself; the page of a file that is kept stays, and says so."""
    found = _own(request, paper_id)
    if found.pdf is not None and found.is_packed:
        if request.htmx:
            return HttpResponseClientRefresh()
        return render(request, "background/file.html", {"paper": found})
    if found.pdf is not None:
        address = reverse("background:paper_file", args=[found.pk])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    shown = {"paper": found, "failed": has_failed(found)}
    return render(request, "background/_paper.html" if request.htmx else "background/paper.html", shown)


@allow("use_own_account")
@require_safe
def paper_file(request, paper_id) -> HttpResponse:
    """The paper; before one with signs that have no letters, of which nobody was told yet, a page that names them."""
    found = _own(request, paper_id)
    if found.pdf is None:
        raise Http404
    if found.missing and ANYWAY not in request.GET:
        return told_of_signs(request, found.missing)
    return pdf_response(bytes(found.pdf), found.filename)


def _own(request, paper_id) -> PreparedPaper:
    """A paper is for whoever asked for it: what it says was chosen by that person's roles."""
    own = PreparedPaper.objects.fresh(timezone.now()).filter(asked_by=request.user)
    return get_object_or_404(own.defer("html", "logo"), pk=paper_id)
