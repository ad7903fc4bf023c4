"""What the order page shows of billing: money, acts of completed work, papers."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from billing.models import Act, ClosingDocumentOrder
from billing.price import story_of
from billing.shown import acts_shown, readable
from billing.standing import PaymentState, derive_state, parts_on, standing_charge
from common.money import ZERO
from common.panels import Panel
from lab.permissions import may
from orders.models import Order
from orders.states import Status


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
    charge, parts = standing_charge(order), parts_on(order)
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
    """None where nothing is owed and nothing will be: of a cancelled order."""
    return None if order.status == Status.CANCELLED else derive_state(charged, order.final_price, paid)


def _difference(order: Order, preliminary: Decimal) -> Decimal | None:
    """Final less preliminary; None while there is no final price."""
    return None if order.final_price is None else order.final_price - preliminary


def acts_panel(order: Order, viewer) -> Panel:
    """Acts of the order with their lines and materials; amounts for those who may see them."""
    with_prices = may(viewer, "see_prices")
    acts = readable(Act.objects.filter(order=order), with_prices=with_prices, with_materials=True)
    shown = acts_shown(acts.order_by("pk"), with_prices=with_prices, with_materials=True)
    context = {"acts": shown, "order": order, "with_prices": with_prices}
    return Panel("acts", _("Acts and materials"), "billing/panels/acts.html", context, count=len(shown))


def papers_panel(order: Order, viewer) -> Panel | None:
    """Papers of the order that hold prices: posted acts, closing documents and their corrections."""
    if not may(viewer, "see_prices"):
        return None
    acts = Act.objects.posted().filter(order=order).order_by("pk")
    documents = []
    if may(viewer, "see_billing"):
        named = ClosingDocumentOrder.objects.filter(order=order).select_related("document").order_by("pk")
        documents = [row.document for row in named.defer("document__snapshot")]
    context = {"acts": acts.only("number", "posted_on", "reverses_id"), "documents": documents}
    return Panel("papers", _("Papers"), "billing/panels/papers.html", context, side=True)
