"""What people say of items and lots, beside what is booked: the least that shall be there, until when it is good."""

from django.db import models, transaction

from common.soundness import refuse_odd_day, refuse_unsound_fields
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_record_event, describe
from stock.models import Lot, StockItem
from stock.models.lot import EXPIRIES


@transaction.atomic
def set_minimum(item: StockItem, cause: Cause) -> StockItem:
    """The item as it shall be kept from now on."""
    _save(item, "minimum", "set_minimum", cause)
    return item


@transaction.atomic
def correct_expiry(lot: Lot, cause: Cause) -> Lot:
    """The lot with the day that its label says; what it was taken for already stays taken."""
    stood = Lot.objects.get(pk=lot.pk).expires_on
    refuse_odd_day(lot.expires_on, local_day(cause.at), bounds=EXPIRIES, stood=stood)
    _save(lot, "expires_on", "correct_expiry", cause)
    return lot


def _save(record: models.Model, name: str, verb: str, cause: Cause) -> None:
    refuse_unsound_fields(record, [name])
    before = describe(type(record).objects.get(pk=record.pk))
    record.save(update_fields=[name])
    book_record_event(record, record_event(verb, cause, action="count_stock"), before)
