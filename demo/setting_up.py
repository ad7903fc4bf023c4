"""The laboratory is set up before its first order: settings, people, calendar, catalogue, rates, markers."""

from datetime import date, time, timedelta
from decimal import Decimal

from catalog.models import Material, Service, ServiceGroup, TaxRate
from catalog.save_service import save_service
from demo import dental_services, veterinary_services
from demo.laboratory import Laboratory
from demo.materials import MATERIALS
from demo.people import PEOPLE, RATES
from demo.pictures import logo
from demo.steps import steps_of
from demo.teeth import PONTICS_AS, counts_by
from demo.words import MARKERS
from lab.cause import Cause
from lab.edit_calendar import save_absence, save_exception, set_hours
from lab.events import record_event
from lab.models import Absence, Employee, Holiday, LabSettings, WeekdayHours
from lab.team import PersonDetails, invite_employee, set_password
from orders.models import Marker
from payroll.rate_book import add_rate

PROFILE = {
    "name": "Ostermere Laboratory",
    "legal_name": "Ostermere Laboratory for Dental Technology and Veterinary Diagnostics Ltd",
    "address": "14 Kiln Lane, 40551 Ostermere",
    "phone": "+49 30 23125 010",
    "email": "office@example.org",
    "requisites": "Tax number 00/000/00000 · Register of Ostermere, no. 0000\n"
    "Example Bank, IBAN DE89 3704 0044 0532 0130 00",
    "payment_instructions": "Please transfer {due} for order {number} within 14 days, with the order's number as the"
    " reference.\n\nExample Bank\nIBAN DE89 3704 0044 0532 0130 00\n\nCustomer: {customer}\n"
    "Total: {total}\nPaid so far: {paid}\n\nCards are taken at our desk, on working days from 8 to 17.",
    "iban": "DE89370400440532013000",
    "owners_may_order": True,
    "plan_on_submit": True,
}
MORNING = (time(8), time(12))
ANNUAL = (
    ("New Year's Day", (1, 1), None),
    ("Labour Day", (5, 1), None),
    ("Christmas Eve", (12, 24), MORNING),
    ("Christmas Day", (12, 25), None),
    ("Second day of Christmas", (12, 26), None),
    ("New Year's Eve", (12, 31), MORNING),
)
ONCE = (
    ("Stocktaking", -44, None),
    ("Training day of the whole team", -17, None),
    ("Furnaces are serviced", 6, MORNING),
    ("Outing of the laboratory", 20, None),
)
AWAY = (("nadia", 7, 12, None, "Holiday"), ("tomas", 2, 2, (time(13), time(17)), "Appointment"))
"""Login, first and last day in working days from today, hours of the day, reason."""


def exceptions(today: date) -> list[Holiday]:
    """Annual ones, and some near the day, never at a weekend."""
    days = [
        Holiday(name=name, first=date(2020, *on), last=date(2020, *on), is_annual=True, **_open(hours))
        for name, on, hours in ANNUAL
    ]
    for name, distance, hours in ONCE:
        on = today + timedelta(days=distance)
        on -= timedelta(days=max(0, on.weekday() - 4))
        days.append(Holiday(name=name, first=on, last=on, **_open(hours)))
    return days


def week() -> list[WeekdayHours]:
    """As at the beginning, but that Friday ends earlier."""
    rows = WeekdayHours.of_the_beginning(LabSettings(pk=1))
    rows[4].closes = time(16)
    return rows


def _open(hours: tuple[time, time] | None) -> dict[str, time]:
    return dict(zip(("opens", "closes"), hours or (), strict=False))


def hire(laboratory: Laboratory, password: str) -> None:
    """The people; the first is invited by the system account, as nobody else is there yet."""
    cause = Cause(Employee.objects.system(), laboratory.opened)
    for login, (name, roles, position, extension, has_login) in PEOPLE.items():
        phone = f"+49 30 23125 {extension}" if extension else ""
        details = PersonDetails(login, name, f"{login}@example.org" if has_login else "", phone, position)
        person = invite_employee(details, roles, cause)
        if has_login:
            person = set_password(person.pk, password, Cause(person, laboratory.opened))
        laboratory.people[login] = person
        cause = laboratory.by("helen", laboratory.opened)


def settle(laboratory: Laboratory, days_off: list[Holiday]) -> None:
    """What the administrator decides: the profile, the calendar, the markers."""
    profile = LabSettings.load()
    for name, content in PROFILE.items():
        setattr(profile, name, content)
    profile.logo = logo()
    _add(laboratory, profile)
    _keep_the_calendar(laboratory, days_off)
    for position, (name, colour, _departments) in enumerate(MARKERS):
        laboratory.markers[name] = Marker(name=name, colour=colour, position=position)
    _add(laboratory, *laboratory.markers.values())


def _keep_the_calendar(laboratory: Laboratory, days_off: list[Holiday]) -> None:
    cause = laboratory.by("helen", laboratory.opened)
    friday = LabSettings.load().weekdays.get(weekday=4)
    friday.closes = week()[4].closes
    set_hours([friday], cause)
    for exception in days_off:
        save_exception(exception, cause)
    today = laboratory.now.date()
    for login, first, last, hours, reason in AWAY:
        days = [laboratory.clock.calendar.after(today, distance) for distance in (first, last)]
        leaves, returns = hours or (None, None)
        absence = Absence(employee=laboratory.people[login], leaves=leaves, returns=returns, reason=reason)
        absence.first, absence.last = days
        save_absence(absence, cause)


def stock_the_catalogue(laboratory: Laboratory) -> None:
    """Materials, tax rates, groups, services with what they ask for and use."""
    for code, (name, unit, _cost) in MATERIALS.items():
        laboratory.materials[code] = Material(code=f"MAT-{code}", name=name, unit=unit)
    standard = TaxRate(name="Standard 19 %", percent=Decimal(19))
    reduced = TaxRate(name="Dental technology 7 %", percent=Decimal(7))
    exempt = TaxRate(name="Exempt", percent=Decimal(0))
    _add(laboratory, *laboratory.materials.values(), standard, reduced, exempt)
    for position, (name, rows) in enumerate(dental_services.GROUPS.items()):
        group = ServiceGroup(name=name, department="Dental", position=position)
        _add(laboratory, group)
        for code, title, price, lead, review, asks, norms in rows:
            asked = {kind.rstrip("!"): kind.endswith("!") for kind in asks.split()}
            _sell(laboratory, (group, reduced), (code, title, price, lead, review), asked, norms)
    for position, (name, rows) in enumerate(veterinary_services.GROUPS.items(), start=20):
        group = ServiceGroup(name=name, department="Veterinary", position=position)
        _add(laboratory, group)
        for code, title, price, lead, review, specimen, container, norms in rows:
            asked = {"specimen": True, "container": False, "note": False}
            _sell(laboratory, (group, standard), (code, title, price, lead, review), asked, norms)
            laboratory.asked[code] |= {"specimen": specimen, "container": container}


def agree_on_rates(laboratory: Laboratory, *, late: bool) -> None:
    """The rates of the beginning, or those that were agreed later."""
    groups = {group.name: group for group in ServiceGroup.objects.all()}
    for role, login, work, kind, figure, days in RATES:
        if bool(days) == late:
            day = laboratory.clock.calendar.after(laboratory.opened.date(), days)
            add_rate(
                role=role,
                employee=laboratory.people.get(login),
                service=laboratory.services.get(work),
                group=groups.get(work),
                kind=kind,
                figure=figure,
                valid_from=day,
                cause=laboratory.by("marion", laboratory.clock.on(day, 9)),
            )


def rates_change_on(laboratory: Laboratory):
    """The moment at which the later rates are agreed."""
    days = max(row[-1] for row in RATES)
    return laboratory.clock.on(laboratory.clock.calendar.after(laboratory.opened.date(), days), 9)


def _sell(laboratory: Laboratory, place, terms, asked: dict[str, bool], norms: dict[str, str]) -> None:
    (group, rate), (code, name, price, lead, review) = place, terms
    service = Service(
        group=group,
        tax_rate=rate,
        code=code,
        name=name,
        price=Decimal(price),
        lead_days=lead,
        review_required=review,
        counts_by=counts_by(code, asked),
        pontics_as=laboratory.services.get(PONTICS_AS.get(code)),
    )
    used = {laboratory.materials[material].pk: Decimal(quantity) for material, quantity in norms.items()}
    cause = laboratory.by("helen", laboratory.opened)
    logins = {login: person.pk for login, person in laboratory.people.items()}
    steps = steps_of(code, name, logins)
    laboratory.services[code] = save_service(service, cause, asks_for=asked, norms=used, steps=steps)
    laboratory.asked[code] = dict.fromkeys(asked, "")


def _add(laboratory: Laboratory, *rows) -> None:
    """As an administrator does it: saved, with an event that says so."""
    for row in rows:
        verb = "admin_edit" if row.pk else "admin_add"
        row.save()
        what = f"{row._meta.verbose_name} {row.pk} “{row}”"
        record_event(verb, laboratory.by("helen", laboratory.opened), action="administer", reason=what)
