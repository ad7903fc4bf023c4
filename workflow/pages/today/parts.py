"""What stands on Today, for whom, and the list that each number opens: named in one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from common.lists import ListTable
from orders.states import Status
from workflow.pages.documents.listing import DOCUMENTS, TO_FILL, TO_VERIFY
from workflow.pages.order_filter import OPEN
from workflow.pages.order_table import ORDERS
from workflow.pages.standings import AT_RISK, HELD, LATE, OVERDUE, TO_SHIP, UNASSIGNED, UNPRICED


@dataclass(frozen=True, eq=False)
class Part:
    """One number. ``none`` is what is said in its place where nothing is to be done; ``is_alarm``: in red.

    Its rows are those that ``query`` names in the list of ``table``.
    """

    name: str
    label: str
    none: str
    needs: str
    table: ListTable
    query: Mapping[str, str] = field(default_factory=dict)
    is_alarm: bool = False


def _standing(
    name: str, label: str, none: str, needs: str, *, status: str = OPEN, is_alarm: bool = False
) -> Part:
    """In a list that has the most urgent on top: of open orders, or of those in the one state that it may be of."""
    return Part(name, label, none, needs, ORDERS, {"status": status, "standing": name}, is_alarm)


OF_ORDERS = (
    Part(
        "review",
        _("Waiting for review"),
        _("Nothing waits for review."),
        "plan_work",
        ORDERS,
        {"status": Status.REVIEW},
    ),
    _standing(LATE, _("Late"), _("Nothing is late."), "plan_work", is_alarm=True),
    _standing(AT_RISK, _("At risk"), _("Nothing is planned behind its due date."), "plan_work"),
    _standing(
        HELD,
        _("On hold past its day"),
        _("Nothing on hold is past its day."),
        "hold_from_review",
        status=Status.PENDING,
    ),
    _standing(UNASSIGNED, _("Nobody assigned"), _("Somebody is assigned to every task."), "assign_task"),
    _standing(UNPRICED, _("Without a price"), _("Every order has its price."), "see_billing"),
    _standing(
        TO_SHIP,
        _("To ship"),
        _("Nothing waits to be shipped."),
        "deliver_order",
        status=Status.PRODUCED,
    ),
    Part(
        "realize",
        _("To realize"),
        _("Nothing waits to be realized."),
        "record_payment",
        ORDERS,
        {"status": Status.PRODUCED},
    ),
)
"""Numbers of orders, in the sequence in which they stand."""

OVERDUE_PAYMENT = Part(
    "overdue",
    _("Payment overdue"),
    _("No payment is overdue."),
    "see_billing",
    ORDERS,
    {"standing": OVERDUE, "sort": "number"},
    is_alarm=True,
)
OF_DOCUMENTS = (
    Part(
        "fill",
        _("Documents to fill in"),
        _("No document waits to be filled in."),
        "fill_documents",
        DOCUMENTS,
        {"show": TO_FILL},
    ),
    Part(
        "verify",
        _("Documents to release"),
        _("No document waits to be released."),
        "verify_documents",
        DOCUMENTS,
        {"show": TO_VERIFY},
    ),
)
QUESTIONS = ("questions", _("Questions about pay"), _("No question about pay is open."), "see_pay")
OWN_WORK = {
    "now": (_("You are working on"), _("Nothing of yours is running.")),
    "late": (_("Your late tasks"), _("None of your tasks is late.")),
    "today": (_("Your tasks for today"), _("Nothing else is planned for you today.")),
}
"""The groups of My work that are told of: heading, and what is said where there is none."""
