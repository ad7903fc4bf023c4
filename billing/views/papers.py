"""Papers: the list of closing documents, and papers in PDF."""

from django.shortcuts import get_object_or_404, render

from billing.forms import DocumentFilter
from billing.models import Act, ClosingDocument
from billing.snapshots import act_paper
from common.lists import list_page
from lab.access import allow


@allow("see_billing")
def document_list(request):
    filters = DocumentFilter(request.GET)
    listed = list_page(filters.rows(), request.GET)
    return render(request, "billing/document_list.html", {"filters": filters, "listed": listed})


@allow("see_prices")
def act_pdf(request, number):
    """An act as it is booked; a draft has no number and no paper."""
    act = get_object_or_404(
        Act.objects.posted().select_related("order__customer", "performer"), number=number
    )
    return pdf_answer("print/act.html", act_paper(act), f"{act.number}.pdf")


@allow("see_billing")
def document_pdf(request, number):
    """A closing document or correction as it was frozen at issue, whatever has changed since."""
    document = get_object_or_404(ClosingDocument, number=number)
    return pdf_answer("print/closing.html", document.snapshot, f"{document.number}.pdf")


def pdf_answer(template, paper, name):
    raise NotImplementedError
