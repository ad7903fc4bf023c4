"""Give a price list to a customer: from a day on the customer's new orders are priced by it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import PriceList
from common.days import day_in_full
from common.refusals import Refused
from customers.models import Counterparty, CustomerPriceList
from customers.prices import price_list_on
from customers.save_counterparty import save_counterparty
from lab.cause import Cause


class NotGiven(Refused):
    """The list is given to nobody, or the customer has something else from that day on."""


@transaction.atomic
def give_price_list(
    price_list_id: int, customer_id: int, valid_from: date, cause: Cause
) -> CustomerPriceList:
    customer = Counterparty.objects.select_for_update(no_key=True).get(pk=customer_id)
    price_list = PriceList.objects.get(pk=price_list_id)
    if sentence := _why_not_given(price_list, customer, valid_from):
        raise NotGiven(sentence)
    given = CustomerPriceList(price_list=price_list, valid_from=valid_from)
    save_counterparty(customer, cause, price_lists=[given])
    return given


def _why_not_given(price_list: PriceList, customer: Counterparty, day: date) -> str | None:
    said = {"customer": customer.name, "list": price_list.name, "day": day_in_full(day)}
    if not price_list.is_active:
        return _("“%(list)s” is no longer on offer and is given to nobody newly.") % said
    if not customer.is_active:
        return _("“%(customer)s” is not active any more.") % said
    if price_list_on(customer.pk, day) == price_list.pk:
        return _("“%(customer)s” has this list on %(day)s already.") % said
    if row := customer.price_lists.filter(valid_from=day).select_related("price_list").first():
        said["other"] = row.price_list or _("the catalogue's prices")
        return _("“%(customer)s” has %(other)s from %(day)s on: change that on the customer's page.") % said
    return None
