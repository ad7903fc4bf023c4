"""What an order shows of pay: who earns how much on it, and as what."""

from django.utils.translation import gettext_lazy as _

from common.kept_statements import kept
from common.panels import Panel
from lab.permissions import may
from payroll.models import EarnedAs, PayrollEntry

_TOTALS = kept(
    lambda order: PayrollEntry.objects.filter(order=order).totals_by(
        "employee__name", "employee", "role", "currency"
    )
)


def order_panel(order, viewer) -> Panel | None:
    """Pay by person and role with totals, reversed rows netted; None for who may not see pay."""
    if not may(viewer, "see_pay"):
        return None
    rows = [
        {**group, "role": EarnedAs(group["role"]).label}
        for group in _TOTALS(order)
        if group["standing"] or group["total"]
    ]
    return Panel(
        key="pay",
        title=_("Pay"),
        template="payroll/panels/order.html",
        context={"rows": rows, "totals": totals_of(rows)},
        side=True,
        is_empty=not rows,
    )


def totals_of(rows) -> dict:
    """Total by currency."""
    totals: dict = {}
    for row in rows:
        totals[row["currency"]] = totals.get(row["currency"], 0) + row["total"]
    return totals
