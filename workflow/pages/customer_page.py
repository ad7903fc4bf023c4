"""The page of a customer: its orders, its contacts, what it owes."""

from collections.abc import Iterator

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import customers.panels
from billing.balance_sheet import Balance, oldest_unpaid, totals
from billing.standing import OpenCharge, open_charges
from common.panels import Panel
from customers.models import Counterparty, Merge
from lab.access import allow
from lab.permissions import may
from lab.record_panels import history_panel
from orders.models import Order
from workflow.pages.drawing_up_for import new_order_for_customer
from workflow.pages.merging.taking_back import away_context, merged_panel, standing_merges
from workflow.pages.newest_orders import newest_orders_panel

Payable = list[tuple[Balance, list[OpenCharge]]]


def _balance_panel(customer: Counterparty, viewer) -> Panel | None:
    """What the customer owes and what it has paid ahead, by currency; nothing of one who was merged."""
    if not may(viewer, "see_billing") or customer.merged_into_id:
        return None
    balances = [(balance, _payable(customer, balance)) for balance in totals([customer])]
    owes = list(_owed(customer, balances))
    context = {"balances": balances, "customer": customer, "shown": ORDERS_SHOWN, "owes": owes}
    return Panel("balance", _("Balance"), "workflow/panels/balance.html", context, side=True)


def _owed(customer: Counterparty, balances: Payable) -> Iterator[tuple[Balance, int, bool]]:
    """What is owed in each currency, for how many days the oldest charge has waited, and whether that is late."""
    owed = [balance for balance, _payable in balances if balance.debt]
    waiting, today = oldest_unpaid([{"account": customer.pk}]) if owed else {}, timezone.localdate()
    for balance in owed:
        oldest = waiting[customer.pk, balance.currency]
        yield balance, oldest.days(today), oldest.due_on < today


def _prices_panel(customer: Counterparty, viewer) -> Panel | None:
    return customers.panels.prices_panel(customer, viewer, timezone.localdate())


def _payable(customer: Counterparty, balance: Balance) -> list[OpenCharge]:
    """The charges that the customer's free advance could pay now, one more than are shown."""
    if not (balance.free and balance.debt):
        return []
    return open_charges(customer, balance.currency, most=ORDERS_SHOWN + 1)


ORDERS_SHOWN = 5
"""Orders at most to which the panel of the balance offers the advance."""


def _orders_panel(customer: Counterparty, viewer) -> Panel:
    all_url = f"{reverse('workflow:order_list')}?customer={customer.pk}"
    orders = Order.objects.filter(customer=customer)
    realize_url = f"{reverse('workflow:realize_together')}?customer={customer.pk}"
    return newest_orders_panel(orders, viewer, timezone.localdate(), all_url=all_url, realize_url=realize_url)


PANELS = (
    customers.panels.details_panel,
    customers.panels.contacts_panel,
    _orders_panel,
    customers.panels.animals_panel,
    _balance_panel,
    _prices_panel,
    customers.panels.requisites_panel,
    customers.panels.notes_panel,
)
"""How to reach the customer stands before everything else, also where all of it stands in one column."""


@allow("see_customers")
@require_safe
def customer_page(request, pk: int):
    """Everything about one customer that the person may see."""
    customer = get_object_or_404(Counterparty.objects.select_related("merged_into"), pk=pk)
    merges = standing_merges(customer, Merge.Kind.CUSTOMER)
    first, *panels = _panels_of(customer, request.user)
    panels += filter(None, [merged_panel(customer, merges, Merge.Kind.CUSTOMER, request.user)])
    balance = next((panel for panel in panels if panel.key == "balance"), None)
    drawn = [panel for panel in panels if panel.count != 0]
    history = history_panel(customer, with_money=may(request.user, "see_prices"))
    context = {
        "customer": customer,
        "who": first,
        **away_context(customer, merges, request.user),
        "owes": balance.context["owes"] if balance else [],
        "new_order_url": new_order_for_customer(customer, request.user),
        "main_panels": [*(one for one in drawn if not one.side), *([history] if history else [])],
        "side_panels": [panel for panel in drawn if panel.side],
        "empty": [panel for panel in panels if panel not in drawn and not customer.merged_into_id],
    }
    return render(request, "workflow/customer_page.html", context)


def _panels_of(customer: Counterparty, viewer) -> list[Panel]:
    built = (build(customer, viewer) for build in PANELS)
    return [panel for panel in built if panel is not None]
