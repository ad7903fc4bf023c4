"""Services are imported: looked at, written, looked at again, taken back."""

from decimal import Decimal

import pytest

from catalog.models import Service
from lab.models import Event, TableImport
from lab.records import history_of
from tests.factories.catalog import make_group, make_material, make_service, make_step, make_tax_rate
from tests.factories.lab import client_of, make_employee
from tests.imports.bringing import bring, counts, csv_of, look, table_now, take, take_back, xlsx

pytestmark = pytest.mark.django_db

HEAD = "Code;Name;Group;Tax rate;Price"


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def crown():
    group, tax = make_group(name="Crowns"), make_tax_rate(name="Full", percent=Decimal(19))
    service = make_service(
        code="00123", name="Crown", group=group, tax_rate=tax, price=Decimal("10.50"), asks_for=["teeth!"],
        norms={make_material(): Decimal("0.5")},
    )  # fmt: skip
    make_step(service, name="Casting")
    return service


def test_new_and_changed_rows_are_written_and_taken_back_as_one(client, crown):
    table = csv_of(
        "sep=;", "Bezeichnung;Kürzel;Gruppe;MwSt;Preis;Farbe",
        "Crown;00123;crowns;19 %;1.234,50;rot", "Bridge;B-1;Crowns;Full;99,9;", ";;;;;",
    )  # fmt: skip
    page = look(client, "services", table)
    assert counts(page) == (1, 1, 0, 0)
    assert "F “Farbe”" in page.content.decode()
    assert Service.objects.count() == 1

    answer = take(client, page)
    made = TableImport.objects.get()
    assert answer["Location"] == f"/imports/{made.pk}/"
    assert (made.new, made.changed, made.same, made.left_out) == (1, 1, 0, 0)
    crown.refresh_from_db()
    assert crown.price == Decimal("1234.50")
    assert crown.fields.count() == crown.material_norms.count() == crown.steps.count() == 1
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["import_table", "correct_service", "add_service"]
    assert "table.csv" in Event.objects.last().reason
    assert [one.name for one in history_of(crown, with_money=True)[0].changes] == ["Price"]

    assert counts(look(client, "services", table)) == (0, 0, 2, 0)
    page = client.get(f"/imports/{made.pk}/").content.decode()
    assert "10.50" in page
    assert "1234.50" in page

    assert take_back(client, made).status_code == 302
    crown.refresh_from_db()
    assert crown.price == Decimal("10.50")
    assert Service.objects.count() == 1
    assert "taken back already" in take_back(client, made).content.decode()


def test_it_is_not_taken_back_while_something_rests_on_it(client, crown):
    page = look(client, "services", csv_of(HEAD, "00123;Crown;Crowns;Full;11", "B-1;Bridge;Crowns;Full;99"))
    take(client, page)
    made = TableImport.objects.get()
    bridge = Service.objects.get(code="B-1")
    crown.refresh_from_db()
    crown.price = Decimal(12)
    crown.save()
    make_service(code="T", group=crown.group, tax_rate=crown.tax_rate, counts_by="tooth", pontics_as=bridge)
    said = take_back(client, made).content.decode()
    assert "00123 Crown was changed since: Price." in said
    assert "B-1 Bridge is in use: 1 service." in said
    assert Service.objects.count() == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_of_what_stands_changes_nothing(client, crown, form):
    make_service(code="=1+1", name="-5 % „quoted“; and, more\nlines", price=Decimal("0.10"), is_active=False)
    page = look(client, "services", table_now(client, "services", form), f"services.{form}")
    assert counts(page) == (0, 0, 2, 0)


def test_wrong_cells_are_named_and_nothing_is_written_until_they_are_left_out(client, crown):
    table = xlsx(
        ["Price list of spring"], ["Code", "Name", "Group", "Tax rate", "Price"],
        [123, "Crown", "Crowns", "Full", 10], ["B-1", "Bridge", "Bridges", 0.19, "a lot"],
        ["4.917E+11", "", "Crowns", "Full", 1], ["B-2", "=1+1", "Crowns", "Full", "=1+1"],
        ["B-3", "Inlay", "Crowns", "19%", 7],
        ["B-3", "Inlay again", "Crowns", "19%", 7],
    )  # fmt: skip
    page = look(client, "services", table, "services.xlsx")
    told = {cell.place: cell.sentence for row in page.context["weighed"].rows for cell in row.wrong}
    assert counts(page) == (1, 0, 0, 5)
    assert "“00123”" in told["A3"]
    assert "Bridges" in told["C4"]
    assert "a lot" in page.content.decode() or "Enter a number" in told["E4"]
    assert "shortened" in told["A5"]
    assert "formula" in told["B6"]
    assert "Row 7" in told["A8"]
    assert take(client, page).status_code == 422
    assert Service.objects.count() == 1
    assert take(client, page, leave_out_wrong="on").status_code == 302
    assert TableImport.objects.get().left_out == 5
    assert Service.objects.filter(code="B-3").exists()


def test_what_changed_meanwhile_is_looked_at_again(client, crown):
    page = look(client, "services", csv_of(HEAD, "00123;Crown;Crowns;Full;11"))
    crown.price = Decimal(13)
    crown.save()
    answer = take(client, page)
    assert answer.status_code == 422
    assert "Something has changed" in answer.content.decode()
    assert take(client, client.get(page.wsgi_request.path)).status_code == 302


def test_who_may_not_edit_the_catalogue_neither_brings_nor_sees_it(crown):
    manager = client_of(make_employee(roles=["manager"]))
    page = look(manager, "services", csv_of(HEAD, "00123;Crown;Crowns;Full;11"))
    take(manager, page)
    accountant = client_of(make_employee(roles=["accountant"]))
    assert bring(accountant, "services", b"Code\n1").status_code == 422
    assert accountant.get("/imports/services/table.csv").status_code == 403
    assert accountant.get(f"/imports/{TableImport.objects.get().pk}/").status_code == 403
    assert accountant.get(page.wsgi_request.path).status_code == 404
    assert f"/imports/{TableImport.objects.get().pk}/" not in accountant.get("/imports/").content.decode()
