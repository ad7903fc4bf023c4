"""Which price list holds for a customer on a day."""

from datetime import date

from customers.models import CustomerPriceList


def price_list_on(customer_id: int | None, day: date) -> int | None:
    """The number of the list that holds for the customer; None where the catalogue's prices do."""
    rows = CustomerPriceList.objects.filter(counterparty=customer_id, valid_from__lte=day)
    return rows.order_by("-valid_from").values_list("price_list", flat=True).first()


def customers_with(price_list_id: int, day: date) -> list[int]:
    """The numbers of the customers for whom the list holds on the day."""
    rows = CustomerPriceList.objects.filter(valid_from__lte=day).order_by("valid_from")
    latest = dict(rows.values_list("counterparty", "price_list"))
    return [customer for customer, held in latest.items() if held == price_list_id]
