"""The order's own panels: its services, its customer and patient, its timeline."""

from django.utils.translation import gettext_lazy as _

from catalog.models import ServiceField
from common.panels import Panel
from lab.permissions import may
from orders.models import Order
from orders.parts import parts_by_line
from orders.words import catalog_says, change_told, price_made_by, told

TIMELINE_LENGTH = 200
"""Events shown at most; an order with more says so."""


def lines_panel(order: Order, viewer) -> Panel:
    """Services with what they asked for; prices only for those who may see them."""
    lines = order.lines_shown
    labels = dict(ServiceField.Kind.choices)
    parts = parts_by_line(line.pk for line in lines)
    for line in lines:
        line.parts_shown = parts.get(line.pk, ())
        line.told = [(labels.get(kind, kind), text) for kind, text in line.details.items() if text]
    context = {"lines": lines, "order": order, "instructions": order.instructions}
    if may(viewer, "see_prices"):
        context["price"] = order.priced(lines)
        for line in lines:
            line.made_by, line.catalog_says = price_made_by(line), catalog_says(line)
        context["has_discount"] = any(line.discount_percent for line in lines)
    return Panel("services", _("Services"), "orders/panels/lines.html", context, count=len(lines))


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


def timeline_panel(order: Order, viewer) -> Panel:
    """Every event of the order, newest first, with actor, moment, reason, before and after."""
    events = order.events.select_related("event__actor").order_by("-pk")
    rows = list(events[: TIMELINE_LENGTH + 1])
    for row in rows:
        row.sentence, row.icon = told(row.verb)
        row.told = [change_told(change) for change in row.changes if may_read(change, viewer)]
    context = {"events": rows[:TIMELINE_LENGTH], "has_more": len(rows) > TIMELINE_LENGTH}
    return Panel("timeline", _("Timeline"), "orders/panels/timeline.html", context)
