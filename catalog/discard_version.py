"""Discard version: one that has not begun is taken away; what it said stays in the history of records."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalog.models import PriceList, PriceListVersion
from catalog.save_price_list import PriceListRefused
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_deletion, describe


@transaction.atomic
def discard_version(version_id: int, cause: Cause) -> PriceList:
    """Raises ``PriceListRefused`` for one that has begun, or that made the price of a line."""
    version = PriceListVersion.objects.get(pk=version_id)
    price_list = PriceList.objects.select_for_update(no_key=True).get(pk=version.price_list_id)
    event = record_event("discard_price_list_version", cause, action="edit_catalog", reason=str(version))
    if version.has_begun(local_day(cause.at)):
        raise PriceListRefused(_("This version has begun: it stays. Make a new version instead."))
    book_deletion(version, event, describe(version))
    try:
        version.delete()
    except ProtectedError:
        raise PriceListRefused(_("A line of an order has its price from this version: it stays.")) from None
    return price_list
