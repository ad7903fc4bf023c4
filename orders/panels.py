"""The order's own panels: its services, its dental card, its customer and patient, its timeline."""

from django.utils.translation import gettext_lazy as _

from common.kept_statements import kept
from common.panels import Panel
from lab.permissions import may
from orders.dental_card import dental_card
from orders.models import Order, OrderEvent
from orders.parts import parts_by_line
from orders.teeth_read import TeethRead, teeth_of
from orders.words import catalog_says, change_told, price_made_by, told

TIMELINE_LENGTH = 200
"""Events shown at most; an order with more says so."""
EVENTS_SHOWN = ("order_id", "verb", "changes", "event__at", "event__reason", "event__actor__name")


def lines_panel(order: Order, viewer) -> Panel:
    """Services with what they asked for; prices only for those who may see them."""
    lines = order.lines_shown
    teeth = _teeth_shown(order)
    parts = parts_by_line((line.pk for line in lines), with_services=False)
    for line in lines:
        line.parts_shown = parts.get(line.pk, ())
        line.told = teeth.details_of(line)
    edits = may(viewer, "edit_order") and order.allows("lines")
    context = {"lines": lines, "order": order, "instructions": order.instructions, "edits": edits}
    if may(viewer, "see_prices"):
        context["price"] = order.priced(lines)
        for line in lines:
            line.made_by, line.catalog_says = price_made_by(line), catalog_says(line)
        context["has_discount"] = any(line.discount_percent for line in lines)
    return Panel("services", _("Services"), "orders/panels/lines.html", context, count=len(lines))


def teeth_panel(order: Order, viewer) -> Panel | None:
    """The dental card; None for an order that says nothing of teeth."""
    card = dental_card(order.lines_shown, _teeth_shown(order))
    if card is None:
        return None
    return Panel("teeth", _("Dental card"), "orders/panels/teeth.html", {"card": card})


def _teeth_shown(order: Order) -> TeethRead:
    """Read once for both panels of a page."""
    if not hasattr(order, "teeth_shown"):
        order.teeth_shown = teeth_of(order)
    return order.teeth_shown


def people_panel(order: Order, viewer) -> Panel:
    """For whom and for which patient."""
    return Panel(
        "people", _("Customer and patient"), "orders/panels/people.html", {"order": order}, side=True
    )


def may_read(change: dict, viewer) -> bool:
    """Prices are for those who see prices; what a customer paid and what people earn, for those who see that."""
    if not change.get("money"):
        return True
    return may(viewer, {"payment": "see_billing", "pay": "see_pay"}.get(change["field"], "see_prices"))


_EVENTS = kept(
    lambda order: (
        OrderEvent.objects.filter(order=order)
        .select_related("event__actor")
        .only(*EVENTS_SHOWN)
        .order_by("-pk")[: TIMELINE_LENGTH + 1]
    ),
    owner="order",
)


def timeline_panel(order: Order, viewer) -> Panel:
    """Every event of the order, newest first, with actor, moment, reason, before and after."""
    rows = _EVENTS(order)
    for row in rows:
        row.sentence, row.icon = told(row.verb)
        row.told = [change_told(change) for change in row.changes if may_read(change, viewer)]
    context = {"events": rows[:TIMELINE_LENGTH], "has_more": len(rows) > TIMELINE_LENGTH}
    return Panel("timeline", _("Timeline"), "orders/panels/timeline.html", context)
