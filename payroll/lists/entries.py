"""The entries of pay of a month, as lists: of everybody, of one person, and one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import month as month_in_words
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Link, Plain
from common.lists.counting import Counts
from common.months import Month
from lab.models import Employee
from payroll.coming import balances_of
from payroll.models import PayQuestion, PayrollEntry, PaySheet

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
            page_tells=True,
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


# --- one's own ----------------------------------------------------------------------------------------------
SHEETS_SHOWN = 24


def _own(viewer: Viewer) -> QuerySet:
    """With what was asked about each, the oldest question first."""
    questions = PayQuestion.objects.select_related("event", "answered__actor").order_by("pk")
    rows = PayrollEntry.objects.earned_by(viewer.person).with_sheets()
    rows = rows.prefetch_related(Prefetch("questions", questions, to_attr="asked"))
    return rows if viewer.may("see_prices") else rows.defer("base", "net")


def _own_shown(entries: Sequence[PayrollEntry], asked: Asked) -> Sequence[PayrollEntry]:
    """Another question is asked when the last one is answered."""
    for entry in entries:
        entry.may_be_questioned = not entry.asked or entry.asked[-1].answered_id is not None
    return entries


def _sheet(entry: PayrollEntry) -> str:
    on_sheet = getattr(entry, "on_sheet", None)
    return on_sheet.sheet.number if on_sheet and on_sheet.sheet.is_finished else ""


def _question(entry: PayrollEntry) -> str:
    return " · ".join(question.text for question in entry.asked)


def _answer(entry: PayrollEntry) -> str:
    return " · ".join(question.answer for question in entry.asked if question.answer)


def _own_frame(asked: Asked) -> dict:
    """What is still to come, and what has been paid out."""
    month = month_of(asked)
    sheets = PaySheet.objects.finished().filter(employee=asked.viewer.person).annotate(rows=Count("entries"))
    return {
        "month": month,
        "misread": asked.refused.get(MONTH, ""),
        "balances": balances_of(asked.viewer.person),
        "sheets": sheets.order_by("-finished_on", "-pk")[:SHEETS_SHOWN],
    }


OWN_ENTRIES = replace(
    ENTRIES,
    name="payroll:own_earnings",
    title=_("Own earnings"),
    rows=_own,
    shown=_own_shown,
    frame=_own_frame,
    row_class=None,
    columns=(
        *(
            replace(column, cell=Drawn(template="payroll/_own_work.html"))
            if column.name == "work"
            else column
            for column in _COLUMNS
            if column is not _EMPLOYEE
        ),
        Column("sheet", _("Pay sheet"), _sheet, Plain("nowrap tabular")),
        Column("question", _("Question"), _question, usual=False),
        Column("answer", _("Answer"), _answer, usual=False),
    ),
    actions=Drawn(template="payroll/_own_question.html"),
    templates={**ENTRIES.templates, "page": "payroll/own_earnings.html"},
)
"""Nobody else's."""
