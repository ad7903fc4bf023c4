"""Take an import back: what it made is gone, what it changed is as it was; not while something rests on it."""

import pytest
from django.utils import timezone

from catalog.models import Service
from lab.models import TableImport, TableImportTakenBack
from tests.factories.catalog import make_group, make_service, make_tax_rate
from tests.factories.imports import make_table_import
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import refused
from workflow.imports.take_back_table_import import take_back_table_import

pytestmark = pytest.mark.django_db

ROWS = "Code;Name;Group;Tax rate;Price\nC-1;Crown;Crowns;Full;10,50\nC-2;Inlay;Crowns;Full;8\n"


@pytest.fixture
def taken_in(by) -> TableImport:
    make_group(name="Crowns")
    make_tax_rate(name="Full")
    return make_table_import(by("manager"), ROWS.encode(), "services")


def test_what_it_made_is_gone(taken_in, by):
    other = make_service()
    taken_back = take_back_table_import(taken_in.pk, by("manager"), reason="the wrong file")
    assert taken_back.event.reason == "the wrong file"
    assert list(Service.objects.all()) == [other]


def test_it_is_taken_back_once_with_a_reason_by_who_may_edit_services(taken_in, by):
    with refused("Say why."):
        take_back_table_import(taken_in.pk, by("manager"), reason=" ")
    with refused("Your role does not allow this."):
        take_back_table_import(taken_in.pk, by("accountant"), reason="no")
    take_back_table_import(taken_in.pk, by("manager"), reason="the wrong file")
    with refused("This import is taken back already."):
        take_back_table_import(taken_in.pk, by("manager"), reason="again")
    assert TableImportTakenBack.objects.count() == 1


def test_it_stays_while_an_order_rests_on_it(taken_in, by):
    make_order(make_line(Service.objects.get(code="C-1")), due_on=timezone.localdate())
    with refused():
        take_back_table_import(taken_in.pk, by("manager"), reason="the wrong file")
