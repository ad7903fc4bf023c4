"""The case of an issued paper that is printed once more: looked up, read from the store, compared, sent."""

from django.template.loader import render_to_string
from django.urls import reverse

from benchmarks.measuring import Case
from common.pdf import engine
from documents.order_form import Section, order_paper
from orders.models import Order
from orders.states import Status
from papers.drawing import keep
from papers.models import IssuedPaper

STATEMENTS = 10


def printed_again(bench, name: str) -> Case:
    """Against the same bytes from memory. They are those of an order form: the books made in bulk say too little."""
    paper = IssuedPaper.objects.filter(kind="closing").order_by("-pk").first()
    if not paper.is_drawn:
        order = Order.objects.filter(status=Status.REALIZED).order_by("-pk").first()
        html = render_to_string("print/order_form.html", {"paper": order_paper(order, Section.values)})
        keep(paper, engine.draw_html(html), "")
    return bench._page(name, reverse("billing:document_pdf", args=[paper.number]), STATEMENTS)
