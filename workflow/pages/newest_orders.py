"""The newest orders of a customer or a patient, as a panel."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common.panels import Panel
from lab.permissions import may
from orders.states import Status
from workflow.pages.order_rows import SHOWN, one_currency, rows_of

NEWEST = 20


def newest_orders_panel(
    orders, viewer, today: date, *, all_url: str, with_customer: bool = False, realize_url: str = ""
) -> Panel:
    """At most twenty of the orders, newest first; ``all_url`` leads to the rest.

    ``realize_url`` is where all that are produced are realized, by those who may.
    """
    visible = orders.visible_to(viewer)
    newest = list(visible.order_by("-pk").values_list(*SHOWN, named=True)[:NEWEST])
    may_realize = realize_url and may(viewer, "realize")
    context = {
        "rows": rows_of(newest, viewer, today),
        "currency": one_currency(newest),
        "all_url": all_url,
        "realize_url": realize_url,
        "produced": visible.filter(status=Status.PRODUCED).count() if may_realize else 0,
        "with_customer": with_customer,
        "see_prices": may(viewer, "see_prices"),
        "see_billing": may(viewer, "see_billing"),
    }
    return Panel("orders", _("Orders"), "workflow/panels/newest_orders.html", context, count=visible.count())
