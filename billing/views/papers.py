"""Papers: the list of closing documents, and papers in PDF."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from billing.lists import CLOSING_DOCUMENTS
from lab.access import allow
from lab.lists import list_view
from papers.answers import issued_response
from papers.models import IssuedPaper

document_list = list_view(CLOSING_DOCUMENTS, "see_billing")


@allow("see_prices")
@require_safe
def act_pdf(request, number):
    """An act as it was frozen when it was posted; a draft has no number and no paper."""
    return issued_response(request, _issued(("act", "counter_act"), number))


@allow("see_billing")
@require_safe
def document_pdf(request, number):
    """A closing document or correction as it was frozen at issue, whatever has changed since."""
    return issued_response(request, _issued(("closing", "correction"), number))


def _issued(kinds, number) -> IssuedPaper:
    """Acts and counter-acts share their numbers, and so do closing documents and corrections."""
    return get_object_or_404(IssuedPaper.objects.to_print(), kind__in=kinds, number=number, revision=1)
