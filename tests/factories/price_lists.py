"""Price lists for tests, drawn up by the use cases that the pages call."""

from datetime import date, datetime, time
from decimal import Decimal
from itertools import count

from django.utils import timezone

from catalog.models import PriceList, PriceListVersion
from catalog.save_price_list import RuleDraft, save_price_list, save_version
from customers.models import Counterparty, CustomerPriceList
from lab.cause import Cause
from tests.factories.lab import make_employee

_number = count(1)


def rule(kind: str, figure, *, service=None, group=None) -> RuleDraft:
    """``rule("percent_off", 10)`` is for everything."""
    return RuleDraft(kind, Decimal(figure), service and service.pk, group and group.pk)


def make_price_list(*rules: RuleDraft, valid_from: date | None = None, **fields) -> PriceList:
    """A price list with these rules from today on, or from another day."""
    price_list = PriceList(**{"name": f"List {next(_number)}", **fields})
    save_price_list(price_list, _cause(valid_from))
    make_version(price_list, *rules, valid_from=valid_from)
    return price_list


def make_version(
    price_list: PriceList,
    *rules: RuleDraft,
    valid_from: date | None = None,
    last_day: date | None = None,
) -> PriceListVersion:
    valid_from = valid_from or timezone.localdate()
    version = PriceListVersion(price_list=price_list, valid_from=valid_from, last_day=last_day)
    return save_version(version, _cause(valid_from), rules=rules, without_rules=not rules)


def give_price_list(
    customer: Counterparty, price_list: PriceList | None, valid_from: date | None = None
) -> CustomerPriceList:
    """The customer has the list from today on, or from another day."""
    row = {"price_list": price_list, "valid_from": valid_from or timezone.localdate()}
    return CustomerPriceList.objects.create(counterparty=customer, **row)


def _cause(valid_from: date | None) -> Cause:
    """On the day on which the version begins, where that has passed: nobody makes one for a day that has."""
    at = now = timezone.localtime()
    if valid_from and valid_from < now.date():
        at = datetime.combine(valid_from, time(12), timezone.get_current_timezone())
    return Cause(make_employee(roles=["administrator"]), at)
