"""The file of a list comes in again where its records can be imported, and changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from stock import ledger
from stock.ledger import ReceivedLine
from stock.models import Warehouse
from tests.factories.catalog import make_bundle, make_group, make_material, make_service, make_step
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.payroll import make_rate
from tests.factories.stock import make_lots, make_stocked, make_write_off, used
from tests.imports.bringing import counts, look

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("form", ["csv", "xlsx"])]

SOON = timezone.localdate() + timedelta(days=400)
EVERY_COLUMN = {
    "services": "code,name,group,department,lead,review,price",
    "customers": "name,legal_name,phone,email,tax_id,tags,open,last,balance",
    "patients": "name,kind,sex,born,owner,card,last,last_at",
    "rates": "employee,what,role,percent,unit,rate,from",
    "stock": "code,material,warehouse,minimum,on_hand,unit,worth,received,lasts",
}


@pytest.fixture
def client():
    return client_of(make_employee(roles=["administrator", "manager", "accountant"]))


def file_of(client, address: str, form: str, columns: str = "") -> bytes:
    asked = {"format": form} | ({"columns": columns} if columns else {})
    return b"".join(client.get(address, asked).streaming_content)


def come_again(client, kind: str, address: str, form: str) -> set[tuple[int, ...]]:
    """How many rows of the file are new, changed, the same and wrong, with the usual columns and with all."""
    files = [file_of(client, address, form, columns) for columns in ("", EVERY_COLUMN[kind])]
    return {counts(look(client, kind, content, f"list.{form}")) for content in files}


def test_services(client, form):
    crowns = make_group(name="Crowns", department="Fixed")
    make_service(code="007", name="=Crown", group=crowns, price=Decimal("12.30"), review_required=True)
    make_service(code="B", name="Bridge; long", group=crowns, price=0, review_required=False)
    slow = make_service(code="SLOW", group=crowns, lead_days=5)
    make_bundle(slow, code="SET", group=crowns, lead_days=2)
    assert come_again(client, "services", "/catalog/", form) == {(0, 0, 4, 0)}


def test_customers(client, form):
    clinic = make_counterparty(name="Ünder, Hill", phone="+49 30 1", email="a@example.org", tax_id="007")
    make_contact(counterparty=clinic)
    make_counterparty(name="Tail")
    assert come_again(client, "customers", "/customers/", form) == {(0, 0, 2, 0)}


def test_patients(client, form):
    owner = make_owner(name="Ada")
    make_patient(
        name="Rex", kind="animal", species="Dog", breed="Golden, red", owner=owner, card_number="007"
    )
    make_patient(name="Rex", kind="animal", species="Dog", owner=owner)
    make_patient(name="Rex", kind="animal", species="Dog", owner=owner)
    make_patient(name="Ada", sex="female", born_on=SOON - timedelta(days=9000))
    assert come_again(client, "patients", "/patients/", form) == {(0, 0, 4, 0)}


def test_rates(client, form):
    greta = make_employee("Greta", roles=["technician"], username="greta")
    crown = make_service(code="007", group=make_group(name="Crowns"))
    make_rate(employee=greta, service=crown, percent=Decimal("12.5"), valid_from="2026-01-01")
    make_rate(
        step=make_step(crown, name="Casting"), percent=Decimal(5), base="gross", valid_from="2026-02-01"
    )
    make_rate(group=crown.group, percent=Decimal(7), valid_from="2026-02-01")
    make_rate(percent=Decimal(1), valid_from="2026-02-01")
    assert come_again(client, "rates", "/payroll/rates/", form) == {(0, 0, 4, 0)}


def test_stock(client, form):
    zirconia = make_stocked("10.5", code="00Z", name="Zirconia", unit_cost="2.50")
    make_lots(zirconia, ("L-1", "5", SOON))
    make_lots(make_stocked("1", code="A", name="Alloy"), ("L-2", "4", SOON), ("L-3", "2", SOON))
    make_stocked("1234.5", code="G", name="Gips")
    spent = make_material(code="S", name="Spent")
    make_lots(spent, ("L-4", "2", SOON))
    make_write_off(1, used(spent, "2"))
    assert come_again(client, "stock", "/stock/", form) == {(0, 0, 4, 0)}


def test_stock_that_all_stands_in_another_warehouse(client, form):
    cellar = Warehouse.objects.create(name="Cellar")
    gips = make_material(code="G", name="Gips")
    told = {"supplier": "", "received_on": timezone.localdate(), "note": ""}
    cause = make_cause(make_employee(roles=["accountant"]))
    ledger.receive(cellar, [ReceivedLine(gips.pk, Decimal(3))], cause=cause, **told)
    assert come_again(client, "stock", "/stock/", form) == {(0, 0, 1, 0)}
    file = file_of(client, "/stock/", form, "code,material,on_hand")
    assert counts(look(client, "stock", file, f"list.{form}")) == (0, 0, 1, 0)
