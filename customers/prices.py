"""Which price list holds for a customer on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from customers.models import Counterparty, CustomerPriceList


def price_list_on(customer_id: int | None, day: date) -> int | None:
    """The number of the list that holds for the customer; None where the catalogue's prices do."""
    rows = CustomerPriceList.objects.filter(counterparty=customer_id, valid_from__lte=day)
    return rows.order_by("-valid_from").values_list("price_list", flat=True).first()


def customers_with(price_list_id: int, day: date) -> list[int]:
    """The numbers of the customers for whom the list holds on the day."""
    rows = CustomerPriceList.objects.filter(counterparty__merged_into=None, valid_from__lte=day)
    rows = rows.order_by("valid_from")
    latest = dict(rows.values_list("counterparty", "price_list"))
    return [customer for customer, held in latest.items() if held == price_list_id]


@dataclass
class Held:
    """A customer has a list from a day on, until and with ``until``; None where nothing else is agreed on."""

    customer: Counterparty
    since: date
    until: date | None

    def has_begun(self, today: date) -> bool:
        return self.since <= today


def held_by(price_list_id: int, today: date) -> list[Held]:
    """For whom the list holds today or will, each stretch of days by itself; customers by name."""
    having = CustomerPriceList.objects.filter(price_list=price_list_id, counterparty__merged_into=None)
    having = having.values("counterparty")
    rows = CustomerPriceList.objects.filter(counterparty__in=having).select_related("counterparty")
    rows = rows.order_by("counterparty__name_key", "counterparty", "valid_from")
    return [
        held
        for customer, own in groupby(rows, key=lambda row: row.counterparty)
        for held in _stretches(customer, list(own), price_list_id)
        if held.until is None or held.until >= today
    ]


def _stretches(customer: Counterparty, rows: list[CustomerPriceList], price_list_id: int) -> list[Held]:
    """What is given again while it holds goes on."""
    found: list[Held] = []
    for row, following in pairwise([*rows, None]):
        if row.price_list_id != price_list_id:
            continue
        until = following and following.valid_from - timedelta(days=1)
        if found and found[-1].until == row.valid_from - timedelta(days=1):
            found[-1].until = until
        else:
            found.append(Held(customer, row.valid_from, until))
    return found
