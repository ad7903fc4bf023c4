"""The parts of a complex service are named wherever its work or its line is: form, page, plan, bench, papers."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import Act, ClosingDocument
from billing.snapshots import correction_snapshot
from documents.order_form import Section, order_paper
from lab.cause import Cause
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_bundle, make_service, make_step
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.workflow.order_form.typing import edit, form_of, new_order, typed
from workflow.pages.bench_answers import told_of
from workflow.pages.work_cards import bench_of
from workflow.plan.scan_order import scan_order
from workflow.plan_panel import tasks_panel

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
D = Decimal


@pytest.fixture
def manager():
    return client_of(make_employee("Mara Keller", roles=["manager"]))


@pytest.fixture
def anna():
    return make_technician(name="Anna")


@pytest.fixture
def implant():
    """A crown of one step and two screws, as one service."""
    crown = make_service(code="CR", name="Zirconia crown", price=D("331.11"))
    make_step(crown, name="Ceramics")
    screw = make_service(code="SC", name="Screw", price=D("17.77"))
    return make_bundle(crown, (screw, "2"), code="IC", name="Implant crown", price=D(300), lead_days=4)


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_says_what_a_service_includes_before_it_is_chosen_and_after(manager, implant):
    form = page(manager, "workflow:order_new")
    assert 'data-detail="300.00 · 4 days · includes 1 × Zirconia crown, 2 × Screw"' in form
    sent = typed({"service": implant.pk, "quantity": "1,5"}, {"service": make_service().pk, "quantity": "1"})
    said = manager.post(reverse("workflow:order_prices"), sent).json()
    assert said["parts"] == {"lines-0": "1.5 × Zirconia crown, 3 × Screw", "lines-1": ""}
    assert said["due"]["reason"] == "Implant crown takes 4 working days"
    assert new_order(manager, {"service": implant.pk, "quantity": "1,5"}).status_code == 302
    order = Order.objects.get()
    edited = page(manager, "workflow:order_edit", order.number)
    assert "1.5 × Zirconia crown, 3 × Screw" in edited


def test_the_form_shows_of_a_standing_line_what_it_froze(manager, implant, anna):
    order = make_order(make_line(implant, performer=anna))
    implant.included.filter(service__code="SC").delete()
    assert "1 × Zirconia crown, 2 × Screw" in page(manager, "workflow:order_edit", order.number)
    said = manager.post(
        f"{reverse('workflow:order_prices')}?order={order.number}",
        form_of(manager, order) | {"lines-0-quantity": "2"},
    ).json()
    assert said["parts"] == {"lines-0": "2 × Zirconia crown, 4 × Screw"}
    assert edit(manager, order, **{"lines-0-quantity": "2"}).status_code == 302
    assert [part.quantity for part in order.lines.get().parts.all()] == [2, 4]


def test_a_part_off_sale_is_said_beside_the_service(manager, implant):
    screw = implant.included.get(service__code="SC").service
    screw.is_active = False
    screw.save()
    answer = new_order(manager, {"service": implant.pk, "quantity": "1"})
    assert answer.status_code == 422
    assert "“Implant crown” includes “Screw”, which is not on sale any more." in answer.content.decode()
    assert not Order.objects.exists()


def test_the_page_names_the_parts_and_shows_technicians_no_price(manager, implant, anna):
    order = make_order(make_line(implant, quantity="3", performer=anna), status=Status.PRODUCTION)
    shown = page(manager, "workflow:order_page", order.number)
    assert "3 ×</span>" in shown
    assert "6 ×</span>" in shown
    assert "Zirconia crown · CR" in shown  # the plan, beside “Ceramics”
    for_anna = page(client_of(anna), "workflow:order_page", order.number)
    assert "Zirconia crown" in for_anna
    assert not any(price in for_anna for price in ("331.11", "17.77", "300.00"))
    assert not any(price in shown for price in ("331.11", "17.77"))


def test_cards_and_the_bench_name_the_part(implant, anna):
    order = make_order(make_line(implant, performer=anna), status=Status.PRODUCTION)
    cards = {
        card.task.title: card
        for _key, _label, cards in bench_of(anna, timezone.now(), {}).groups
        for card in cards
    }
    assert (cards["Ceramics"].service, cards["Ceramics"].step, cards["Ceramics"].bundle) == (
        "Zirconia crown",
        "Ceramics",
        "Implant crown",
    )
    assert (cards["Screw"].service, cards["Screw"].piece.quantity) == ("Screw", 2)
    mine = page(client_of(anna), "workflow:my_work")
    assert "part of Implant crown" in mine
    board = page(client_of(make_employee(roles=["manager"])), "workflow:board")
    assert "Zirconia crown" in board
    assert order.number in board


def test_a_task_says_beside_it_of_how_many_it_is_a_step(manager, implant, anna):
    bridge = make_service(code="BR", name="Bridge")
    order = make_order(
        make_line(implant, quantity="3", performer=anna),
        make_line(bridge, quantity="2", performer=anna),
        make_line(make_service(code="MD", name="Model"), performer=anna),
        status=Status.PRODUCTION,
    )
    plan = {
        task.title: task.part_of.replace("\N{NO-BREAK SPACE}", " ")
        for task in tasks_panel(order, anna).context["tasks"]
    }
    assert plan == {
        "Ceramics": "Zirconia crown · CR × 3",
        "Screw": "SC × 6",
        "Bridge": "BR × 2",
        "Model": "MD",
    }
    board = page(manager, "workflow:board").replace("\N{NO-BREAK SPACE}", " ")
    assert board.count(">× 3</span>") == board.count(">× 6</span>") == board.count(">× 2</span>") == 1
    assert ">× 1</span>" not in board


def test_the_bench_says_of_how_many_it_was(implant, anna):
    order = make_order(make_line(implant, quantity="3", performer=anna), status=Status.PRODUCTION)
    at = timezone.now()
    scanned = scan_order(order.pk, Cause(anna, at))
    assert told_of(scanned, Cause(anna, at))["what"] == "Ceramics · Zirconia crown ×\N{NO-BREAK SPACE}3"


def test_the_pay_of_an_order_names_the_part(manager, implant, anna):
    order = make_order(make_line(implant, performer=anna), status=Status.PRODUCED)
    shown = page(manager, "workflow:order_payroll", order.number)
    assert "part of Implant crown" in shown
    earned = page(client_of(anna), "payroll:own_earnings")
    assert "Zirconia crown" in earned


def test_papers_list_the_parts_under_the_line(implant, anna):
    order = make_order(make_line(implant, quantity="2", performer=anna), status=Status.REALIZED)
    parts = [
        {"code": "CR", "name": "Zirconia crown", "quantity": "2"},
        {"code": "SC", "name": "Screw", "quantity": "4"},
    ]
    form = order_paper(order, [Section.SERVICES, Section.TASKS])
    assert form["lines"][0]["parts"] == parts
    assert {task["title"]: task["part_of"] for task in form["tasks"]} == {
        "Ceramics": "Zirconia crown ×\N{NO-BREAK SPACE}2",
        "Screw": "×\N{NO-BREAK SPACE}4",
    }
    assert Act.objects.standing().get().snapshot["lines"][0]["parts"] == parts
    document = ClosingDocument.objects.get()
    assert document.snapshot["orders"][0]["lines"][0]["parts"] == parts
    negated = correction_snapshot(document, order)["orders"][0]["lines"][0]
    assert [part["quantity"] for part in negated["parts"]] == ["-2", "-4"]
    assert negated["quantity"] == "-2"


def test_a_line_of_a_plain_service_has_no_parts_on_its_paper_and_old_ones_are_drawn(anna):
    order = make_order(make_line(performer=anna), status=Status.REALIZED)
    assert "parts" not in ClosingDocument.objects.get().snapshot["orders"][0]["lines"][0]
    client = client_of(make_employee(roles=["accountant"]))
    number = ClosingDocument.objects.get().number
    assert client.get(reverse("billing:document_pdf", args=[number])).status_code == 200
    assert order.lines.get().parts.count() == 0


def test_the_pages_ask_no_oftener_for_more_parts(manager, anna):
    small = make_bundle(make_service())
    large = make_bundle(*(make_service() for _n in range(9)))
    customer, counts = make_counterparty(), {}
    orders = [
        make_order(make_line(bundle, performer=anna), customer=customer, status=Status.PRODUCTION)
        for bundle in (small, large)
    ]
    technician = client_of(anna)
    for client, name in (
        (manager, "workflow:order_page"),
        (manager, "workflow:order_edit"),
        (technician, "workflow:order_page"),
    ):
        client.get(reverse(name, args=[orders[0].number]))
        for order in orders:
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(name, args=[order.number]))
            counts.setdefault(f"{name} {client is manager}", []).append(len(asked))
    assert all(first == second for first, second in counts.values()), counts
