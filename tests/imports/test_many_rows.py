"""Five thousand rows: exactly the wrong cells are named. Beyond some rows a worker writes them: once, all or none."""

import random
import re

import pytest

from catalog.models import Service
from common.progress import progress_of, tell_progress
from lab.models import Event, TableFile, TableImport
from tests.factories.background import work_off
from tests.factories.catalog import make_group, make_service, make_tax_rate
from tests.factories.lab import client_of, make_employee
from tests.imports.bringing import counts, csv_of, look, take, take_back
from workflow.imports import service_table
from workflow.pages.imports import batches, looking

pytestmark = pytest.mark.django_db

HEAD = "Code;Name;Group;Tax rate;Price"


@pytest.fixture
def client():
    make_group(name="Crowns")
    make_tax_rate(name="Full")
    return client_of(make_employee(roles=["manager"]))


def rows_of(count: int) -> list[list[str]]:
    return [[f"C-{n:05}", f"Service {n}", "Crowns", "Full", f"{n},50"] for n in range(count)]


def test_of_five_thousand_rows_exactly_the_three_wrong_cells_are_named(client):
    rows, dice = rows_of(5000), random.Random(10)
    spoilt = {place: column for column, place in zip((2, 3, 4), dice.sample(range(5000), 3), strict=True)}
    for place, column in spoilt.items():
        rows[place][column] = "nonsense"
    page = look(client, "services", csv_of(HEAD, *map(";".join, rows)))
    assert counts(page) == (4997, 0, 0, 3)
    told = {cell.place for row in page.context["weighed"].rows for cell in row.wrong}
    assert told == {f"{'ABCDE'[column]}{place + 2}" for place, column in spoilt.items()}
    answer = take(client, page)
    assert answer.status_code == 422
    assert "Put them right in the file" in answer.content.decode()
    assert Service.objects.count() == 0


def test_many_rows_are_written_by_a_worker_once(client, monkeypatch):
    monkeypatch.setattr(looking, "AT_ONCE", 3)
    page = look(client, "services", csv_of(HEAD, *map(";".join, rows_of(30))))
    file = TableFile.objects.get()
    here = page.wsgi_request.path
    for _press in range(2):
        assert take(client, page)["Location"] == here
    tell_progress(f"table-{file.pk}", 25, 30)
    waiting = client.get(here, headers={"HX-Request": "true"}).content.decode()
    assert "25 of 30" in waiting
    assert Service.objects.count() == 0
    assert work_off() == 1
    assert progress_of(f"table-{file.pk}") is None
    made = TableImport.objects.get()
    assert client.get(here)["Location"] == f"/imports/{made.pk}/"
    assert (made.new, Service.objects.count()) == (30, 30)
    assert Event.objects.filter(verb="add_service", reason__contains="table.csv").count() == 30


def test_many_rows_are_taken_back_by_a_worker_and_what_rests_on_them_is_said(client, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    take(client, look(client, "services", csv_of(HEAD, *map(";".join, rows_of(2)))))
    made, first = TableImport.objects.get(), Service.objects.first()
    here = f"/imports/{made.pk}/"
    first.name = "Changed since"
    first.save()
    take_back(client, made)
    assert "is being taken back" in client.get(here).content.decode()
    work_off()
    assert "C-00000 Service 0 was changed since: Name." in client.get(here).content.decode()
    first.name = "Service 0"
    first.save()
    take_back(client, made)
    work_off()
    assert "taken back" in client.get(here).content.decode()
    assert Service.objects.count() == 0


def test_a_row_that_cannot_be_written_leaves_nothing_of_the_others(client, monkeypatch):
    """The look has found nothing wrong; the use case refuses the last row all the same."""
    page = look(client, "services", csv_of(HEAD, *map(";".join, rows_of(3))))
    save = service_table.save_service

    def refuse_the_last(service, cause, **told):
        service.code = "" if service.code == "C-00002" else service.code
        return save(service, cause, **told)

    monkeypatch.setattr(service_table, "save_service", refuse_the_last)
    answer = take(client, page)
    assert answer.status_code == 422
    assert re.search("Row 4, C-00002 Service 2: .* Nothing was imported.", answer.content.decode())
    assert (Service.objects.count(), TableImport.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_what_a_worker_is_refused_is_said_on_the_page(client, monkeypatch):
    monkeypatch.setattr(looking, "AT_ONCE", 1)
    page = look(client, "services", csv_of(HEAD, *map(";".join, rows_of(2))))
    take(client, page)
    make_service(code="C-00001", name="Made meanwhile")
    work_off()
    assert "Something has changed since" in client.get(page.wsgi_request.path).content.decode()
    assert Service.objects.count() == 1
