"""Pay sheets, as a list."""

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, ListTable, Sort
from common.lists.cells import Amount, Drawn, Plain
from payroll.coming import open_questions
from payroll.models import PaySheet


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
