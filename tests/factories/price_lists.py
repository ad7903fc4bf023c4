"""Price lists for tests, drawn up by the use cases that the pages call."""

from datetime import date, timedelta
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
    """As long ago as the version begins: nobody makes one for a day that has passed."""
    ago = max(timezone.localdate() - (valid_from or timezone.localdate()), timedelta(0))
    return Cause(make_employee(roles=["administrator"]), timezone.now() - ago)
