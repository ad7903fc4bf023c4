"""The lots that an act used stand on the order page, on its paper, in the dialog before; whoever reads them."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from billing.models import Act
from common.days import day_and_year
from orders.states import Status
from stock.models import Lot
from tests.factories.catalog import make_material, make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.stock import make_lots, make_stocked
from workflow.acts.lots_used import lots_on_papers
from workflow.life.reopen_order import reopen_order

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=40)


@pytest.fixture
def order():
    """Produced with three plates: two of lot P-1, one of P-2; and wax that has no lot."""
    plate, wax = make_material(name="Plate", unit="piece"), make_stocked("5", name="Wax", unit="g")
    make_lots(plate, ("P-2", 9, None), ("P-1", 2, SOON))
    service = make_service(norms={plate: Decimal(3), wax: Decimal(1)})
    return make_order(make_line(service, performer=make_technician()), status=Status.PRODUCED)


@pytest.fixture
def act(order):
    return Act.objects.standing().get(order=order)


def lots_on_paper(act) -> list[dict]:
    """Of the one material that has lots."""
    act.refresh_from_db()
    (lots,) = [used["lots"] for used in act.snapshot["materials"] if used["lots"]]
    return lots


def paper_of(act) -> str:
    client = client_of(make_employee(roles=["accountant"]))
    answer = client.get(reverse("billing:act_pdf", args=[act.number]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("role", ["manager", "technician"])
def test_the_order_page_names_the_lots_of_each_act(order, role):
    client = client_of(make_employee(roles=[role]))
    text = " ".join(client.get(reverse("workflow:order_page", args=[order.number])).content.decode().split())
    assert f"lot P-1, good until {day_and_year(SOON)}: 2" in text
    assert "lot P-2: 1" in text
    assert "lot P-1, P-2" in text  # the panel of the materials
    assert "without a lot" not in text


def test_the_paper_of_an_act_names_lots_and_their_days(act):
    said = paper_of(act)
    assert "Lot P-1, good until" in said
    assert "Lot P-2 · 1 piece" in said
    assert "Without a lot" not in said


def test_a_counter_act_gives_the_same_lots_back(order, act):
    reopen_order(order.pk, cause(), reason="again")
    counter = Act.objects.get(reverses=act)
    lots = lots_on_paper(counter)
    assert [(lot["name"], Decimal(lot["quantity"])) for lot in lots] == [("P-1", -2), ("P-2", -1)]
    assert "Lot P-1" in paper_of(counter)


def test_an_act_that_was_taken_back_still_says_what_it_used(order, act):
    reopen_order(order.pk, cause(), reason="again")
    assert [lot["name"] for lot in lots_on_paper(act)] == ["P-1", "P-2"]
    assert "Lot P-1" in paper_of(act)


def test_the_paper_keeps_the_day_that_a_lot_had_when_the_act_was_posted(act):
    said = paper_of(act)
    Lot.objects.filter(name="P-1").update(expires_on=SOON + timedelta(days=400))
    assert paper_of(act) == said


def test_the_lots_of_many_acts_are_read_in_two_statements(order, act, django_assert_num_queries):
    with django_assert_num_queries(2):
        lots_on_papers([act, act])
