"""Papers of before: the migrations issue what the ledgers would have issued, and queue nothing."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, models

from background.models import Job
from billing.models import Act, ClosingDocument
from common import triggers
from papers.models import IssuedPaper, Supersession
from payroll.pay_out import draw_up_sheet, finish_sheet
from tests.factories.lab import make_cause, make_employee, make_settings
from tests.factories.payroll import make_accrual, make_rate

pytestmark = pytest.mark.django_db
COLUMNS = (
    "kind",
    "number",
    "revision",
    "issued_on",
    "event",
    "about",
    "snapshot",
    "snapshot_hash",
    "search_text",
)


def told() -> tuple[list, list]:
    papers = sorted(IssuedPaper.objects.values_list(*COLUMNS), key=lambda row: row[:2])
    became = Supersession.objects.values_list("paper__number", "by__number", "how", "event")
    return papers, sorted(became)


def issued_again(migration: str) -> None:
    """As if the papers had never been issued: forgotten, then made by the migration."""
    Job.objects.all().delete()
    for table in (Supersession, IssuedPaper):
        with triggers.set_aside(connection, table._meta.db_table):
            models.QuerySet(table).all().delete()
    import_module(migration).issue_papers(apps, SimpleNamespace(connection=connection))


def test_acts_and_documents_of_before_get_what_they_would_have_got(worked_books):
    before = told()
    issued_again("billing.migrations.0013_papers_are_issued")
    assert told() == before
    assert {row[2] for row in before[1]} == {"taken_back", "corrected"}
    assert not Job.objects.exists()
    assert set(IssuedPaper.objects.values_list("of_before", flat=True)) == {True}
    assert IssuedPaper.objects.count() == Act.objects.posted().count() + ClosingDocument.objects.count()


@pytest.mark.parametrize("role", ["technician", "manager"])
def test_pay_sheets_of_before_get_what_they_would_have_got(role):
    """Word for word, also the percent, which only those are told who may see prices."""
    make_settings(name="Meridian")
    make_rate(percent=Decimal(30))
    employee, by = make_employee("Ada", roles=[role]), make_cause(make_employee(roles=["accountant"]))
    entries = [make_accrual(employee, source=10**6 + n) for n in range(3)]
    finish_sheet(draw_up_sheet(employee.pk, by, entry_ids=[entry.pk for entry in entries]).pk, by)
    before = told()
    assert len(before[0]) == 1
    issued_again("payroll.migrations.0006_papers_of_pay_sheets")
    assert told() == before
