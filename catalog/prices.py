"""What services cost on a day: by the catalogue, or by the version of a price list that holds then."""

from collections.abc import Iterable
from datetime import date

from catalog.models import PriceList, PriceListVersion, PriceRule, Service
from catalog.pricing import Rule, RuleBook, Sold


def version_on(price_list_id: int, day: date) -> PriceListVersion | None:
    """The version that holds on the day: of those that have begun and are not over, the one that began last."""
    return PriceListVersion.objects.filter(price_list=price_list_id).on(day).first()


def rules_on(price_list_id: int | None, day: date) -> list[PriceRule]:
    """The rules that hold on the day, with what their words need; none, and the catalogue's prices hold."""
    version = version_on(price_list_id, day) if price_list_id else None
    return list(with_names(version.rules.all())) if version else []


def with_names(rules):
    """The rules, with the rows that tell in words what they are for and in which currency."""
    return rules.select_related("version__price_list", "service", "group")


def book_of(rules: Iterable[PriceRule]) -> RuleBook:
    """For the arithmetic."""
    return RuleBook(as_rule(row) for row in rules)


def as_rule(row: PriceRule) -> Rule:
    currency = row.version.price_list.currency
    return Rule(row.kind, row.figure, currency, row.service_id, row.group_id, row.pk)


def as_sold(service: Service) -> Sold:
    return Sold(service.pk, service.group_id, service.price, service.currency)


def lists_on_offer():
    """Price lists that a customer may be given newly."""
    return PriceList.objects.filter(is_active=True)
