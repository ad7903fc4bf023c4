"""Many orders in one file: asked for by a person, made by a worker."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from background.papers import prepare
from common.refusals import Refused
from documents.labels import NAMES_A_SPECIMEN, Sort
from lab.cause import Cause
from orders.models import OrderLine
from workflow.printing.asked_papers import MOST, MOST_LABELS, AskedPapers, Paper
from workflow.printing.orders_file import make_orders_file


class TooManyOrders(Refused):
    """One file would take too long, and nobody would find anything in it."""

    def __init__(self) -> None:
        said = _("One file holds at most %(most)s orders. Narrow the list, for example by due date.")
        super().__init__(said % {"most": MOST})


class TooManyLabels(Refused):
    """One file would keep the worker from all other papers for long."""

    def __init__(self, count: int):
        said = _(
            "These orders name %(count)s specimens; one file holds at most %(most)s labels. Narrow the list, for"
            " example by due date."
        )
        super().__init__(said % {"count": f"{count:,}", "most": f"{MOST_LABELS:,}"})


class NothingToPrint(Refused):
    """No order, or no specimen in any of them."""


def print_orders(order_ids: Sequence[int], cause: Cause, *, asked: AskedPapers, came_from: str) -> str:
    """Have the papers of these orders made; the address where the file will be.

    Which orders, and what of them, is fixed now: an order that leaves the list meanwhile is printed all the same.
    Raises ``TooManyOrders``, ``TooManyLabels``, ``NothingToPrint``.
    """
    if len(order_ids) > MOST:
        raise TooManyOrders
    if not order_ids:
        raise NothingToPrint(_("There is no order to print."))
    if asked.paper == Paper.LABELS and asked.sort == Sort.SPECIMENS:
        _refuse_none_or_too_many(_specimens_named(order_ids))
    day = timezone.localtime(cause.at).date().isoformat()
    named = "labels" if asked.paper == Paper.LABELS else "orders"
    return prepare(
        make_orders_file,
        list(order_ids),
        asked.as_told(),
        asked_by=cause.actor,
        came_from=came_from,
        filename=f"{named}-{day}.pdf",
        of=len(order_ids),
    )


def _refuse_none_or_too_many(specimens: int) -> None:
    if not specimens:
        raise NothingToPrint(_("None of these orders names a specimen. Print labels of the orders instead."))
    if specimens > MOST_LABELS:
        raise TooManyLabels(specimens)


def _specimens_named(order_ids: Sequence[int]) -> int:
    """How many lines name one: each is a label."""
    told = (
        OrderLine.objects.current().filter(order__in=order_ids).order_by().values_list("details", flat=True)
    )
    return sum(any(details.get(kind) for kind in NAMES_A_SPECIMEN) for details in told)
