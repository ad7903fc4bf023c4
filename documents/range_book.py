"""Reference ranges are added, corrected and ended. What one said of a result was copied onto it and stays there.

Whoever enters one locks the analyte, after the range where there is one: of two people who enter ranges that could
both be meant, the second is refused.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound
from documents.models import Analyte, ReferenceRange
from documents.models.analyte import RANGE_DAYS
from documents.range_rules import faults_of, why_rivals
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_record_event, describe


class RangeRefused(Refused):
    """The range cannot say this."""


@transaction.atomic
def save_range(each: ReferenceRange, cause: Cause) -> ReferenceRange:
    """A new range, or one that was mistyped, put right: results that were flagged by it keep what it said."""
    analyte = Analyte.objects.select_for_update(no_key=True).get(pk=each.analyte_id)
    former = analyte.ranges.filter(pk=each.pk).first() if each.pk else None
    if each.pk and former is None:
        raise RangeRefused(_("This range is not there any more."))
    before = describe(analyte)
    verb = "correct_range" if former else "add_range"
    event = record_event(verb, cause, action="edit_analytes", reason=str(each))
    each.analyte = analyte
    if each.species:
        each.patient_kind = "animal"
    _refuse(each, former, local_day(cause.at))
    each.save()
    book_record_event(analyte, event, before)
    return each


@transaction.atomic
def end_range(range_id: int, on: date, cause: Cause) -> ReferenceRange:
    """From that day on it holds for no result."""
    each = ReferenceRange.objects.select_for_update(no_key=True).filter(pk=range_id).first()
    if each is None:
        raise RangeRefused(_("This range is not there any more."))
    analyte = Analyte.objects.select_for_update(no_key=True).get(pk=each.analyte_id)
    before = describe(analyte)
    event = record_event("end_range", cause, action="edit_analytes", reason=str(each))
    if each.ended_on:
        raise RangeRefused(_("This range has an end already. Edit it to choose another day."))
    former = ReferenceRange(pk=each.pk, valid_from=each.valid_from)
    each.analyte, each.ended_on = analyte, on
    _refuse(each, former, local_day(cause.at))
    each.save(update_fields=["ended_on"])
    book_record_event(analyte, event, before)
    return each


def _refuse(each: ReferenceRange, former: ReferenceRange | None, today: date) -> None:
    for _fields, sentence in faults_of(each):
        raise RangeRefused(sentence)
    refuse_odd_day(each.valid_from, today, bounds=RANGE_DAYS, stood=former and former.valid_from)
    refuse_odd_day(each.ended_on, today, bounds=RANGE_DAYS, stood=former and former.ended_on)
    others = each.analyte.ranges.exclude(pk=each.pk).select_related("analyte")
    if sentence := why_rivals(each, others):
        raise RangeRefused(sentence)
    refuse_unsound(each)
