"""Balances of all customers, and the ledger of one."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from billing.balance_sheet import (
    balances_of,
    by_oldest,
    entries,
    grouped,
    oldest_unpaid,
    rows_of,
    sheets,
    totals,
)
from billing.forms import BalanceFilter, LedgerFilter
from billing.models import ReceivableEntry
from billing.standing import OpenCharge, balances, open_charges
from common.lists import list_page, sort_links
from customers.models import Counterparty
from lab.access import allow

SORTS = {
    "name": lambda rows, _today: rows,
    "-name": lambda rows, _today: rows.reverse(),
    "oldest": by_oldest,
    "-oldest": lambda rows, today: by_oldest(rows, today)[::-1],
    "balance": lambda rows, _today: rows.order_by("balance", "customer_id", "currency"),
    "-balance": lambda rows, _today: rows.order_by("-balance", "customer_id", "currency"),
}


@allow("see_billing")
@require_safe
def balance_list(request):
    filters = BalanceFilter(request.GET)
    today = timezone.localdate()
    rows = SORTS.get(request.GET.get("sort", ""), SORTS["name"])(filters.rows(), today)
    listed = list_page(rows, request.GET)
    page = list(listed.rows)
    waiting = oldest_unpaid(page)
    standing = balances_of(page)
    told = [(row, waiting.get((row.customer_id, row.currency))) for row in standing]
    context = {
        "filters": filters,
        "listed": listed,
        "balances": standing,
        "rows": [(row, wait, wait.days(today) if wait else 0) for row, wait in told],
        "today": today,
        "sorts": sort_links(request.GET, ["name", "oldest", "-balance"], "name"),
        "totals": totals(filters.customers()),
    }
    return render(request, "billing/balance_list.html", context)


@allow("see_billing")
@require_safe
def customer_ledger(request, pk):
    customer = get_object_or_404(Counterparty, pk=pk)
    filters = LedgerFilter(request.GET, currencies=list(balances(customer)))
    since, until, currency = (filters.asked.get(name) for name in ("since", "until", "currency"))
    opened = sheets(customer, since, until)
    standing = balances_of(grouped(ReceivableEntry.objects.filter(customer=customer)))
    owed = [row.currency for row in standing if row.debt and currency in (None, "", row.currency)]
    listed = list_page(entries(customer, since, until, currency or ""), request.GET)
    context = {
        "customer": customer,
        "filters": filters,
        "sheets": [sheet for sheet in opened if not currency or sheet.currency == currency],
        "standing": standing,
        "open": _open_of(customer, owed),
        "today": timezone.localdate(),
        "listed": listed,
        "rows": rows_of(listed.rows, opened),
    }
    return render(request, "billing/customer_ledger.html", context)


def _open_of(customer: Counterparty, currencies: Iterable[str]) -> list[tuple[OpenCharge, int]]:
    """What is still to be paid, by currency the oldest first, each with the days that it has waited."""
    today = timezone.localdate()
    found = [charge for currency in currencies for charge in open_charges(customer, currency)]
    return [(charge, (today - charge.day).days) for charge in found]
