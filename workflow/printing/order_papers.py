"""The order form and the labels as HTML, for whoever draws them: a page or a worker."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string

from billing.price import adjusted_on
from documents.label_sheets import label_paper
from documents.models import LabelSize
from documents.order_form import Section, order_paper
from lab.permissions import may
from orders.models import Order

ORDER_FORM, LABELS = "print/order_form.html", "print/labels.html"

TOGETHER = 48
"""Labels that are drawn at once, or those of one sheet where it has more."""


def sections_open_to(person) -> list[Section]:
    """What the person may have on the order form."""
    sees_prices = may(person, "see_prices")
    return [section for section in Section if sees_prices or section != Section.PRICES]


def order_form(order: Order, sections: Collection[str]) -> dict[str, Any]:
    """What the template of the order form is given."""
    return {"paper": order_paper(order, sections, agreed=adjusted_on(order))}


def order_form_html(order: Order, sections: Collection[str], *, has_logo: bool) -> str:
    return render_to_string(ORDER_FORM, order_form(order, sections) | {"has_logo": has_logo})


def label_html(labels: Sequence[dict[str, Any]], size: LabelSize, first: int) -> Iterator[tuple[str, int]]:
    """Pieces of the file, each with how many labels it holds; a sheet is never cut."""
    paper = label_paper(labels, size, first)
    sheets = paper["sheets"]
    step = max(1, TOGETHER // size.on_a_sheet)
    for start in range(0, len(sheets), step):
        piece = sheets[start : start + step]
        yield render_to_string(LABELS, {"paper": paper | {"sheets": piece}}), sum(map(len, piece))
