"""Import a table: its rows are written by the use cases of their forms, all or none, once, as the page showed them."""

import pytest
from django.utils import timezone

from catalog.models import Service
from common.table_files.reading import read_table
from lab.models import Event, TableFile, TableImport
from tests.factories.catalog import make_group, make_tax_rate
from tests.factories.imports import make_table_file
from tests.use_cases.evidence import refused
from workflow.imports.import_table import import_table
from workflow.imports.kinds import kind_of
from workflow.imports.weighing import weigh

pytestmark = pytest.mark.django_db

ROWS = "Code;Name;Group;Tax rate;Price\nC-1;Crown;Crowns;Full;10,50\nC-2;Inlay;Crowns;Full;8\n"


@pytest.fixture
def brought(by):
    make_group(name="Crowns")
    make_tax_rate(name="Full")

    def file(text=ROWS) -> TableFile:
        return make_table_file(by("manager").actor, kind="services", content=text.encode())

    return file


def shown(file: TableFile) -> str:
    """What the page says by which it is known again."""
    return weigh(kind_of(file.kind, timezone.localdate()), read_table(bytes(file.content))).digest


def test_its_rows_are_written_once_under_the_name_of_the_file(brought, by):
    file = brought()
    made = import_table(file.pk, by("manager"), seen=shown(file))
    assert (made.new, made.changed, made.same, made.left_out) == (2, 0, 0, 0)
    assert list(Service.objects.order_by("code").values_list("code", "name")) == [
        ("C-1", "Crown"),
        ("C-2", "Inlay"),
    ]
    assert Event.objects.filter(reason__contains=file.name).count() >= 2
    assert import_table(file.pk, by("manager"), seen=shown(file)) == made
    assert (TableImport.objects.count(), Service.objects.count()) == (1, 2)


def test_what_the_page_did_not_show_is_not_written(brought, by):
    file = brought()
    with refused("Something has changed since the page was opened."):
        import_table(file.pk, by("manager"), seen="0" * 32)


def test_wrong_rows_stop_all_of_them_until_they_are_left_out(brought, by):
    file = brought(ROWS + "C-3;Bridge;Nowhere;Full;1\n")
    seen = shown(file)
    with refused("Some rows are wrong."):
        import_table(file.pk, by("manager"), seen=seen)
    made = import_table(file.pk, by("manager"), seen=seen, leave_out_wrong=True)
    assert (made.new, made.left_out) == (2, 1)


def test_who_may_not_edit_services_imports_none(brought, by):
    file = brought()
    seen = shown(file)
    with refused("Your role does not allow this."):
        import_table(file.pk, by("accountant"), seen=seen)
