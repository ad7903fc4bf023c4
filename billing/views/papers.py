"""Papers: the list of closing documents, and papers in PDF."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from background.papers import paper_response
from billing.forms import DocumentFilter
from billing.models import Act, ClosingDocument
from billing.to_process import with_sendings
from common.lists import list_page
from lab.access import allow
from lab.models import LabSettings


@allow("see_billing")
@require_safe
def document_list(request):
    filters = DocumentFilter(request.GET)
    listed = list_page(filters.rows(), request.GET)
    documents = with_sendings(listed.rows)
    context = {"filters": filters, "listed": listed, "documents": documents}
    return render(request, "billing/document_list.html", context)


@allow("see_prices")
@require_safe
def act_pdf(request, number):
    """An act as it was frozen when it was posted; a draft has no number and no paper."""
    act = get_object_or_404(Act.objects.posted().with_papers(), number=number)
    return _paper(request, "print/act.html", act.snapshot, act.number)


@allow("see_billing")
@require_safe
def document_pdf(request, number):
    """A closing document or correction as it was frozen at issue, whatever has changed since."""
    document = get_object_or_404(ClosingDocument, number=number)
    return _paper(request, "print/closing.html", document.snapshot, document.number)


def _paper(request, template, paper, number):
    logo = LabSettings.load().logo
    logo = bytes(logo) if logo else None
    return paper_response(request, template, {"paper": paper}, filename=f"{number}.pdf", logo=logo)
