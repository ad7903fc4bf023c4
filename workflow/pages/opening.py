"""What a number opens that somebody typed: an order, or another thing that bears one and that the person may see."""

from collections.abc import Callable, Collection
from functools import partial

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from billing.models import Act, ClosingDocument, Payment, Refund
from common.asked import LONGEST_TEXT, id_in
from common.folding import fold
from common.models import Counter
from common.numbering import format_number
from documents.models import Document
from lab.models import LabSettings
from lab.permissions import may
from orders.models import Order


def _page(name: str, number: str) -> str:
    return reverse(name, args=[number])


def _acts_of(order: str) -> str:
    return f"{_page('workflow:order_page', order)}#panel-acts"


KINDS: tuple[tuple[type, str, str, Callable[[str], str]], ...] = (
    (Order, "see_orders", "number", partial(_page, "workflow:order_page")),
    (Act, "see_acts", "order__number", _acts_of),
    (Document, "see_documents", "pk", partial(_page, "workflow:document_page")),
    (ClosingDocument, "see_billing", "number", partial(_page, "billing:document_pdf")),
    (Payment, "see_billing", "number", partial(_page, "billing:payment_page")),
    (Refund, "see_billing", "number", partial(_page, "billing:refund_page")),
)
"""What bears a number, who may open it, by what it is known, and where it is."""


def address_of_number(typed: str, viewer) -> str | None:
    """Where the thing is that this whole number names, or the digits of an order's number; None where there is none."""
    typed = typed[:LONGEST_TEXT].replace("\x00", " ")
    folded = fold(typed)
    if not any(map(str.isdecimal, folded)):
        return None
    number = folded.replace(" ", "-")
    whole = {
        number,
        number.upper(),
        typed.strip(),
    }  # given out in capitals as a rule; a mask may say otherwise
    return _by_whole_number(whole, viewer) or _order_of_digits(folded, viewer)


def _by_whole_number(spellings: Collection[str], viewer) -> str | None:
    """The first of the kinds that has it; one statement for all."""
    arms = [
        model.objects.filter(number__in=spellings)
        .order_by()
        .annotate(place=Value(place), known=Cast(known, CharField()))
        .values_list("place", "known")
        for place, (model, action, known, _address) in enumerate(KINDS)
        if may(viewer, action)
    ]
    found = arms[0].union(*arms[1:], all=True).order_by("place").first() if arms else None
    return KINDS[found[0]][-1](found[1]) if found else None


def _order_of_digits(digits: str, viewer) -> str | None:
    """“117” is the newest order that has it as its serial number: of this year, or of one before in January."""
    serial = id_in(digits)
    if not serial or not may(viewer, "see_orders"):
        return None
    years = Counter.objects.filter(series=Order.series, last__gte=serial).order_by("-year")
    mask, this_year = LabSettings.load().order_mask, timezone.localdate().year
    numbers = [
        format_number(mask, serial, year or this_year) for year in years.values_list("year", flat=True)
    ]
    given = Order.objects.visible_to(viewer).filter(number__in=numbers).order_by("-pk")
    number = given.values_list("number", flat=True).first()
    return _page("workflow:order_page", number) if number else None
