"""The worker's part of printing many orders: read one after the other, each while the one before is drawn."""

from collections.abc import Iterator
from itertools import accumulate

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from background.papers import MEMORY_OF_A_WORKER, hand_over, noting_signs, tell_progress
from common.background import background_work
from common.pdf import engine
from documents.labels import labels_of
from lab.models import Employee, LabSettings
from orders.models import Order
from workflow.printing.asked_papers import AskedPapers, Paper
from workflow.printing.order_papers import label_html, order_form_html, sections_open_to

SECONDS = 60
"""For each paper."""


@background_work(_("Papers of many orders"), tries=3, priority=10)
def make_orders_file(context, paper_id: str, order_ids: list[int], asked: dict, **told) -> None:
    """One file with the papers of all these orders that the person who asked may see now. Raises ``PaperFailed``."""
    person, wanted = Employee.objects.get(pk=told["asked_by"]), AskedPapers(**asked)
    kind = _labels if wanted.paper == Paper.LABELS else _order_forms
    missing: set[str] = set()
    made = kind(paper_id, list(_orders(order_ids, person)), person, wanted, missing)
    hand_over(paper_id, made, missing)


def _order_forms(
    paper_id: str, found: list[int], person: Employee, wanted: AskedPapers, missing: set[str]
) -> bytes:
    open_to = {str(section) for section in sections_open_to(person)}
    sections = open_to & set(wanted.sections)
    logo = LabSettings.load().logo
    logo = bytes(logo) if logo else None
    tell_progress(paper_id, 0, len(found))
    return engine.draw_many(
        noting_signs(
            (order_form_html(order, sections, has_logo=bool(logo)) for order in _read(found)), missing
        ),
        title=ngettext("Order forms, %(n)s order", "Order forms, %(n)s orders", len(found))
        % {"n": len(found)},
        logo=logo,
        seconds=SECONDS,
        memory=MEMORY_OF_A_WORKER,
        after_each=lambda made: tell_progress(paper_id, made, len(found)),
    )


def _labels(
    paper_id: str, found: list[int], person: Employee, wanted: AskedPapers, missing: set[str]
) -> bytes:
    labels = [label for order in _read(found) for label in labels_of(order, wanted.sort)]
    pieces = list(label_html(labels, wanted.label_size, wanted.first))
    made = list(accumulate(count for _html, count in pieces))
    tell_progress(paper_id, 0, len(labels))
    return engine.draw_many(
        noting_signs((html for html, _count in pieces), missing),
        title=ngettext("Labels, %(n)s label", "Labels, %(n)s labels", len(labels)) % {"n": len(labels)},
        seconds=SECONDS,
        memory=MEMORY_OF_A_WORKER,
        after_each=lambda piece: tell_progress(paper_id, made[piece - 1], len(labels)),
    )


def _orders(order_ids: list[int], person: Employee) -> Iterator[int]:
    """Those that are there, in the sequence asked for."""
    seen = set(Order.objects.visible_to(person).filter(pk__in=order_ids).values_list("pk", flat=True))
    return (pk for pk in order_ids if pk in seen)


def _read(order_ids: list[int]) -> Iterator[Order]:
    """One by one: what is printed of an order is as it stands when its turn comes."""
    for pk in order_ids:
        yield Order.objects.select_related("customer", "contact", "patient", "delivery").get(pk=pk)
