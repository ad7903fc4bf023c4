"""Invariants of what made a price: the catalogue, or a rule of a price list."""

from collections.abc import Iterator

from django.db.models import F

from catalog.prices import as_rule
from catalog.pricing import applied
from common.currencies import places_of
from orders.models import OrderLine
from orders.models.line import PriceFrom
from verification.finding import Finding


def prices_are_what_made_them() -> Finding:
    """68: as long as the order keeps the currency of its services; after that prices are converted."""
    lines = OrderLine.objects.filter(order__currency=F("service__currency"), catalog_price__isnull=False)
    found = Finding(lines.count(), list(_of_the_catalogue(lines)))
    listed = lines.filter(price_rule=PriceFrom.LIST).select_related("order", "rule__version__price_list")
    for line in listed.iterator():
        if line.rule.service_id not in (None, line.service_id):
            found.wrong.append(f"line {line.pk} is priced by a rule for another service")
        price = applied(as_rule(line.rule), line.catalog_price, places_of(line.order.currency))
        if price != line.unit_price:
            found.wrong.append(f"line {line.pk} costs {line.unit_price}, by its rule {price}")
    return found


def _of_the_catalogue(lines) -> Iterator[str]:
    wrong = lines.filter(price_rule=PriceFrom.SERVICE).exclude(unit_price=F("catalog_price"))
    for pk, price, said in wrong.values_list("pk", "unit_price", "catalog_price")[:50]:
        yield f"line {pk} costs {price}, the catalogue said {said}"
