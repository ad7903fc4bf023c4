"""What the order page shows of billing: money, acts of completed work, papers."""

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from billing.models import Act, ClosingDocument, ClosingDocumentOrder
from billing.paid_shown import charge_shown, parts_on
from billing.price import story_of
from billing.shown import acts_shown, readable
from billing.standing import PaymentState, derive_state
from common.kept_statements import kept
from common.money import ZERO
from common.panels import Panel
from lab.permissions import may
from orders.models import Order
from papers.revisions import latest_among

KINDS_ISSUED = ("act", "counter_act", "closing", "correction")


def order_panel(order: Order, viewer) -> Panel | None:
    """What the order was to cost and what it costs; for those who see the billing, what is paid and open."""
    if not may(viewer, "see_prices"):
        return None
    story = story_of(order, order.lines_shown)
    preliminary = story.drawn_up.preliminary
    context = {
        "order": order,
        "story": story,
        "lines": order.lines_shown,
        "preliminary": preliminary,
        "final": order.final_price,
        "difference": _difference(order, preliminary),
    }
    if may(viewer, "see_billing"):
        context |= _paid_and_open(order)
    return Panel("money", _("Money"), "billing/panels/money.html", context, side=True)


def _paid_and_open(order: Order) -> dict:
    charge, parts = charge_shown(order), parts_on(order)
    paid = sum((part.amount for part in parts), ZERO)
    settled = sum((part.settled for part in parts), ZERO)
    return {
        "charge": charge,
        "payments": parts,
        "paid": paid,
        "open": charge.amount - settled if charge else None,
        "state": _payment_state(order, charge.amount if charge else None, paid),
    }


def _payment_state(order: Order, charged: Decimal | None, paid: Decimal) -> PaymentState | None:
    """None before the customer is charged: until then nobody owes anything, and what was paid stands as a figure.

    Only more than the final price is said already then, because somebody has to give it back.
    """
    state = derive_state(charged, order.final_price, paid)
    return state if charged is not None or state == PaymentState.OVERPAID else None


def _difference(order: Order, preliminary: Decimal) -> Decimal | None:
    """Final less preliminary; None while there is no final price."""
    return None if order.final_price is None else order.final_price - preliminary


def _acts_of(order, *, with_prices: bool):
    acts = Act.objects.filter(order=order).order_by("pk")
    return readable(acts, with_prices=with_prices, with_materials=True)


_PRICED_ACTS, _ACTS = kept(partial(_acts_of, with_prices=True)), kept(partial(_acts_of, with_prices=False))


def acts_panel(order: Order, viewer) -> Panel:
    """Acts of the order with their lines and materials; amounts for those who may see them."""
    with_prices = may(viewer, "see_prices")
    acts = (_PRICED_ACTS if with_prices else _ACTS)(order)
    shown = acts_shown(acts, with_prices=with_prices, with_materials=True)
    context = {"acts": shown, "order": order, "with_prices": with_prices}
    return Panel("acts", _("Acts and materials"), "billing/panels/acts.html", context, count=len(shown))


_POSTED = kept(
    lambda order: (
        Act.objects.posted().filter(order=order).order_by("pk").only("number", "posted_on", "reverses_id")
    )
)
_CLOSED = kept(
    lambda order: (
        ClosingDocumentOrder.objects.filter(order=order)
        .select_related("document")
        .order_by("pk")
        .only("order_id", "document__number", "document__kind")
    )
)


def papers_panel(order: Order, viewer) -> Panel | None:
    """Papers of the order that hold prices: posted acts, closing documents and their corrections."""
    if not may(viewer, "see_prices"):
        return None
    acts, documents = _POSTED(order), []
    if may(viewer, "see_billing"):
        documents = [row.document for row in _CLOSED(order)]
    _name_papers([*acts, *documents])
    context = {"acts": acts, "documents": documents}
    return Panel("papers", _("Papers"), "billing/panels/papers.html", context, side=True)


def _name_papers(rows: list[Act | ClosingDocument]) -> None:
    """Put the issued paper of each beside it (``issued``)."""
    found = latest_among(KINDS_ISSUED, [row.number for row in rows]) if rows else {}
    for row in rows:
        is_act = isinstance(row, Act)
        kind = row.kind if not is_act else "counter_act" if row.reverses_id else "act"
        row.issued = found.get((kind, row.number))
