"""The calendar is changed: hours of the week, exceptions, absences, public holidays. Each change leaves an event."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.hours import span_in_words
from lab.models import Absence, Event, Holiday, LabSettings, WeekdayHours
from lab.records import book_record_event, describe

ACTION = "edit_calendar"


class NeverOpen(Refused):
    """A week without a working day."""

    def __init__(self) -> None:
        super().__init__(_("The laboratory works on at least one day of the week."))


class GoneMeanwhile(Refused):
    """Somebody else took it out of the calendar."""

    def __init__(self) -> None:
        super().__init__(_("This was taken out of the calendar meanwhile."))


class NothingNew(Refused):
    """None of the public holidays asked for is missing in the calendar."""

    def __init__(self) -> None:
        super().__init__(_("Each of these days stands in the calendar already. Nothing was added."))


@transaction.atomic
def set_hours(weekdays: Iterable[WeekdayHours], cause: Cause) -> LabSettings:
    """The week as it shall be, of all its days or some. Raises ``NeverOpen``."""
    settings = _locked_settings()
    before = describe(settings)
    for row in weekdays:
        refuse_unsound(row)
        row.save()
    if not settings.weekdays.filter(is_open=True).exists():
        raise NeverOpen
    if describe(settings) != before:
        event = record_event("set_hours", cause, action=ACTION, reason=_("working hours"))
        book_record_event(settings, event, before)
    return settings


@transaction.atomic
def save_exception(exception: Holiday, cause: Cause) -> Holiday:
    """A new exception, or one that stands as it shall be now."""
    former = _locked(Holiday, exception.pk) if exception.pk else None
    today = local_day(cause.at)
    for name in ("first", "last"):
        field = Holiday._meta.get_field(name)
        refuse_odd_day(
            getattr(exception, name), today, bounds=field.bounds, stood=former and getattr(former, name)
        )
    return _save(exception, former, cause, "exception")


@transaction.atomic
def save_absence(absence: Absence, cause: Cause) -> Absence:
    """A new absence, or one that stands as it shall be now; new ones are of people who work here."""
    former = _locked(Absence, absence.pk) if absence.pk else None
    if not absence.employee.is_active and (former is None or former.employee_id != absence.employee_id):
        raise Refused(_("“%(who)s” does not work here any more.") % {"who": absence.employee})
    today = local_day(cause.at)
    for name in ("first", "last"):
        refuse_odd_day(getattr(absence, name), today, stood=former and getattr(former, name))
    return _save(absence, former, cause, "absence")


@transaction.atomic
def remove_exception(exception_id: int, cause: Cause) -> None:
    """Those days go the way of the week again. Raises ``GoneMeanwhile``."""
    _remove(_locked(Holiday, exception_id), cause, "exception")


@transaction.atomic
def remove_absence(absence_id: int, cause: Cause) -> None:
    """The person is there after all. Raises ``GoneMeanwhile``."""
    _remove(_locked(Absence, absence_id), cause, "absence")


@transaction.atomic
def take_over_public_holidays(
    days: Mapping[date, str], country: str, region: str, cause: Cause
) -> list[Holiday]:
    """Each day that is missing becomes an exception of its own; where from is remembered for the next time.

    Raises ``NothingNew`` where none is missing.
    """
    settings = _locked_settings()
    before = describe(settings)
    standing = list(Holiday.objects.all())
    added = [
        save_exception(Holiday(first=day, last=day, name=name), cause)
        for day, name in sorted(days.items())
        if stands_for(day, name, standing) is None
    ]
    if not added:
        raise NothingNew
    settings.holiday_country, settings.holiday_region = country, region
    refuse_unsound(settings)
    settings.save(update_fields=["holiday_country", "holiday_region"])
    if describe(settings) != before:
        event = record_event(
            "set_holiday_country", cause, action=ACTION, reason=f"{country} {region}".strip()
        )
        book_record_event(settings, event, before)
    return added


def stands_for(day: date, name: str, standing: Iterable[Holiday]) -> Holiday | None:
    """The exception by which the laboratory is closed on that day already, or that bears the name of the day."""
    holding = [row for row in standing if row.days.holds_on(day)]
    return next(
        (row for row in holding if row.hours is None or (row.first == day and row.name == name)), None
    )


def _save(record: models.Model, former: models.Model | None, cause: Cause, noun: str):
    before = describe(former) if former else {}
    refuse_unsound(record)
    record.save()
    if describe(record) != before:
        verb = f"correct_{noun}" if former else f"add_{noun}"
        book_record_event(record, _record(verb, record, cause), before)
    return record


def _remove(record: models.Model, cause: Cause, noun: str) -> None:
    _record(f"remove_{noun}", record, cause)
    record.delete()


def _record(verb: str, record, cause: Cause) -> Event:
    what = f"{span_in_words(record.first, record.last)} {getattr(record, 'name', '')}".strip()
    who = f"{record.employee}: " if isinstance(record, Absence) else ""
    return record_event(verb, cause, action=ACTION, reason=f"{who}{what}")


def _locked_settings() -> LabSettings:
    LabSettings.load()
    return LabSettings.objects.select_for_update(no_key=True).get()


def _locked(model: type[models.Model], pk: int):
    found = model._base_manager.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise GoneMeanwhile
    return found
