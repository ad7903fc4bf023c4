"""The entries of pay, the pay sheets and the rates, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.models import ServiceGroup
from common.days import month as month_in_words
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Link, Plain
from common.lists.counting import Counts
from common.lists.filters import choice, row, tick
from common.months import Month
from lab.models import Employee, LabSettings
from payroll.coming import open_questions
from payroll.models import PayRole, PayrollEntry, PaySheet, Rate

MONTH = "month"


class MonthField(forms.Field):
    """A month of the address, written 2026-11."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value) -> Month | None:
        if value and Month.read(value) is None:
            raise ValidationError(_now("“%(text)s” is not a month.") % {"text": value})
        return Month.read(value or "")


def month_of(asked: Asked) -> Month:
    """The month that is asked for; the present one where none is."""
    return asked.get(MONTH) or Month.of(asked.viewer.today)


def _within(rows: QuerySet, month: Month, viewer: Viewer) -> QuerySet:
    return rows.earned_within(month.first, month.last)


def _entries(viewer: Viewer) -> QuerySet:
    rows = PayrollEntry.objects.with_names()
    return rows if viewer.may("see_prices") else rows.defer("base", "net")


def _entries_of(viewer: Viewer, employee: int) -> QuerySet:
    return _entries(viewer).filter(employee=employee)


def _frame(asked: Asked) -> dict:
    month = month_of(asked)
    said = {"month": month, "misread": asked.refused.get(MONTH, ""), "note": month_in_words(month.first)}
    return {**said, "up_url": reverse("payroll:entry_list"), "up_label": _now("Payroll")}


def _frame_of_one(asked: Asked) -> dict:
    said = _frame(asked)
    employee = Employee.objects.get(pk=asked.args[0])
    return {**said, "heading": employee.name, "note": _now("pay of %(month)s") % {"month": said["note"]}}


def _totals(asked: Asked, rows: Sequence, counts: Counts) -> dict:
    """By currency, what all entries of the month come to."""
    return {"totals": list(asked.rows().select_related(None).totals_by("currency"))}


def _taken_back(entry: PayrollEntry) -> Iterator[tuple[str, str]]:
    if entry.reverses_id:
        yield "", _now("taken back")


def _order(entry: PayrollEntry) -> str:
    return reverse("workflow:order_page", args=[entry.order.number])


_EMPLOYEE = Column("employee", _("Employee"), "employee.name")
_COLUMNS = (
    Column(
        "day",
        _("Date"),
        "earned_on",
        Plain("nowrap stack-side"),
        sort=Sort("earned_on", falling=True, index="payroll_by_day"),
    ),
    _EMPLOYEE,
    Column("work", _("Work"), "work_name", Plain("stack-head", tags=_taken_back), fixed=True),
    Column("order", _("Order"), "order.number", Link("nowrap", to=_order, css_of_link="tabular")),
    Column("role", _("Role"), lambda entry: entry.get_role_display()),
    Column("quantity", _("Quantity"), cell=Plain("num"), head="num"),
    Column("base", _("Price of the work"), cell=Amount(currency="currency"), needs="see_prices", head="num"),
    Column(
        "rate",
        _("Rate"),
        lambda entry: "",
        Drawn("num", template="payroll/_entry_rate.html"),
        head="num",
        in_files=False,
    ),
    Column("pay", _("Pay"), "amount", Amount(currency="currency"), head="num"),
)

ENTRIES = ListTable(
    name="payroll:month_entries",
    title=_("All entries"),
    nouns=ngettext_lazy("%(n)s entry", "%(n)s entries", "n"),
    rows=_entries,
    row_class=lambda entry: "reversed" if entry.is_reversed else "",
    usual_sort="-day",
    columns=_COLUMNS,
    filters=(
        Filter(
            MONTH,
            MonthField(),
            _within,
            lambda month, viewer: month_in_words(month.first),
            unsaid=lambda rows, viewer: _within(rows, Month.of(viewer.today), viewer),
        ),
    ),
    chips=lambda asked: [],
    empty=Empty(title="", text=""),
    css="",
    templates={
        "above": "payroll/_month.html",
        "filters": "",
        "foot": "payroll/_entries_totals.html",
        "none": "payroll/_no_entries.html",
    },
    frame=_frame,
    context=_totals,
)
"""The entries of everybody, of one month."""

ENTRIES_OF = replace(
    ENTRIES,
    name="payroll:employee_entries",
    rows=_entries_of,
    frame=_frame_of_one,
    columns=tuple(column for column in _COLUMNS if column is not _EMPLOYEE),
)
"""Those of one employee."""


def _draft(sheet: PaySheet) -> str:
    return sheet.number or ""


SHEETS = ListTable(
    name="payroll:sheet_list",
    title=_("Pay sheets"),
    nouns=ngettext_lazy("%(n)s pay sheet", "%(n)s pay sheets", "n"),
    rows=lambda viewer: PaySheet.objects.with_names().annotate(
        rows=Count("entries"), held=Sum("entries__entry__amount")
    ),
    opens=lambda sheet: reverse("payroll:sheet_page", args=[sheet.pk]),
    usual_sort="-finished",
    sorts={"finished": Sort("finished_on", falling=True, nullable=True)},
    columns=(
        Column("number", _("Number"), _draft, Drawn(template="payroll/_sheet_number.html"), fixed=True),
        Column("employee", _("Employee"), "employee.name"),
        Column("finished_on", _("Finished"), cell=Plain("nowrap")),
        Column("entries", _("Entries"), "rows", Plain("num"), head="num"),
        Column("total", _("Total"), "held", Amount(currency="currency"), head="num"),
    ),
    empty=Empty(
        title=_("No pay sheet has been drawn up"),
        text=_("Choose somebody who has something coming, and what shall be paid."),
        icon="file-earmark-text",
        address="payroll:payout_list",
        action=_("Payouts"),
    ),
    css="",
    templates={"above": "payroll/_tabs.html"},
    frame=lambda asked: {"here": "sheets", "open_questions": open_questions()},
)
"""Drafts first, then the finished ones, the latest first."""


# --- rates --------------------------------------------------------------------------------------------------
def _of_group(rows: QuerySet, group: ServiceGroup, viewer: Viewer) -> QuerySet:
    return rows.filter(Q(group=group) | Q(service__group=group) | Q(step__service__group=group))


def _whom(rate: Rate) -> str:
    return rate.employee.name if rate.employee else _now("Everybody")


def _what(rate: Rate) -> str:
    """What the rate is for, and of what that is."""
    if rate.step:
        return f"{rate.step.name} · {rate.step.service.name}"
    if rate.service:
        return f"{rate.service.name} · {rate.service.code}"
    return f"{rate.group.name} · {_now('group')}" if rate.group else _now("All services")


def _to_come(rate: Rate) -> Iterator[tuple[str, str]]:
    if rate.is_to_come:
        yield "", _now("to come")


def _rates_shown(rates: Sequence[Rate], asked: Asked) -> Sequence[Rate]:
    currency = LabSettings.load().currency
    for rate in rates:
        rate.is_to_come, rate.in_currency = rate.valid_from > asked.viewer.today, currency
    return rates


RATES = ListTable(
    name="payroll:rate_list",
    title=_("Rates"),
    nouns=ngettext_lazy("%(n)s rate", "%(n)s rates", "n"),
    rows=lambda viewer: Rate.objects.with_names(),
    shown=_rates_shown,
    usual_sort="-from",
    sorts={"from": Sort("valid_from", falling=True)},
    columns=(
        Column("employee", _("Employee"), _whom, Plain("stack-head"), fixed=True),
        Column("what", _("For"), _what),
        Column("role", _("Role"), lambda rate: rate.get_role_display()),
        Column("percent", _("Percent"), usual=False, head="num"),
        Column("unit", _("For a unit"), "amount", Amount(currency="in_currency"), usual=False, head="num"),
        Column(
            "rate",
            _("Rate"),
            lambda rate: "",
            Drawn(template="payroll/_rate_said.html"),
            head="num",
            in_files=False,
        ),
        Column("from", _("Valid from"), "valid_from", Plain("nowrap", tags=_to_come)),
    ),
    actions=Drawn(template="payroll/_rate_actions.html"),
    filters=(
        choice("role", _("Role"), PayRole.choices),
        row("employee", _("Employee"), Employee.objects.working),
        row("group", _("Group of services"), ServiceGroup.objects.all, _of_group),
        tick(
            "retired",
            _("Retired ones"),
            lambda rows, said, viewer: rows.retired(),
            unsaid=lambda rows, viewer: rows.in_use(),
        ),
    ),
    empty=Empty(
        title=_("No rate is set"),
        text=_(
            "Until there is one, completed work is booked with nothing earned. Begin with one rate for everybody and "
            "all services."
        ),
        icon="percent",
        none_like_this=_("No rate is like this. Clear a filter."),
        address="payroll:rate_new",
        action=_("New rate"),
        dialog=True,
    ),
    css="",
    templates={"actions": "payroll/_rates_actions.html", "foot": "payroll/_rates_foot.html"},
    frame=lambda asked: {"up_url": reverse("payroll:entry_list"), "up_label": _now("Payroll")},
)
"""The latest first: among equals that one pays."""
