"""Stock on hand is imported: what is more than the books say is received today, by one receipt."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lab.models import TableImport
from stock.models import Receipt
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import lots_of, make_lots, make_stocked, make_write_off, used
from tests.imports.bringing import counts, csv_of, look, table_now, take, take_back

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + timedelta(days=400)


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def test_opening_amounts_are_one_receipt_and_the_same_table_changes_nothing(client):
    zirconia = make_stocked("10", code="00Z", name="Zirconia", unit_cost="2.50")
    make_lots(zirconia, ("L-1", "5", SOON))
    gips = make_stocked("1", code="G", name="Gips")
    for form in ("csv", "xlsx"):
        assert counts(look(client, "stock", table_now(client, "stock", form))) == (0, 0, 3, 0)
    table = csv_of(
        "Artikelnummer;Bestand;Charge;Haltbar bis;Einkaufspreis",
        "00Z;12,5;;;3,10", f"00Z;7;L-2;{SOON.isoformat()};", "00Z;4;L-1;;", "Z;1;;;", "X;1;;;",
        f"G;9;L-9;{date(2020, 1, 1).isoformat()};", "G;1;;;",
    )  # fmt: skip
    page = look(client, "stock", table)
    assert counts(page) == (1, 1, 1, 4)
    take(client, page, leave_out_wrong="on")
    assert lots_of(zirconia) == {"": Decimal("12.5"), "L-1": Decimal(5), "L-2": Decimal(7)}
    assert Receipt.objects.order_by("-pk").first().movements.count() == 2
    page = look(client, "stock", csv_of("Code of the material;On hand;Lot", "00Z;12.5;", "00Z;7;L-2"))
    assert counts(page) == (0, 0, 2, 0)
    assert take_back(client, TableImport.objects.get()).status_code == 302
    assert lots_of(zirconia) == {"": Decimal(10), "L-1": Decimal(5)}
    assert lots_of(gips) == {"": Decimal(1)}


def test_what_is_used_up_is_not_taken_back(client):
    gips = make_stocked("1", code="G", name="Gips")
    take(client, look(client, "stock", csv_of("Code;On hand", "G;5")))
    make_write_off(1, used(gips, "4"))
    answer = take_back(client, TableImport.objects.get())
    assert answer.status_code == 422
    assert "used already" in answer.content.decode()
    assert lots_of(gips) == {"": Decimal(1)}


def test_a_sum_of_lots_is_never_taken_in_beside_them(client):
    """A table without a column of lots says how much there is of all of them."""
    gips = make_stocked("1", code="G", name="Gips")
    make_lots(gips, ("L-1", "5", SOON))
    for said, expected in (("6", (0, 0, 1, 0)), ("7", (0, 0, 0, 1)), ("5", (0, 0, 0, 1))):
        assert counts(look(client, "stock", csv_of("Code;On hand", f"G;{said}"))) == expected
    assert "say of which lot" in look(client, "stock", csv_of("Code;On hand", "G;7")).content.decode()
    assert counts(look(client, "stock", csv_of("Code;Lot;On hand", "G;;7"))) == (0, 1, 0, 0)
