"""Many orders in one file: asked for once, made by a worker of the orders that were meant, whatever becomes of them."""

import io
import os
import signal
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from background.leases import LEASE, take
from background.models import Job, PreparedPaper, State
from common.pdf import engine
from documents.labels import Sort
from documents.order_form import Section
from lab.cause import Cause
from lab.models import RoleGrant
from orders.models import Order
from orders.states import Status
from tests.factories.background import work_off
from tests.factories.catalog import make_service
from tests.factories.documents import label_sizes
from tests.factories.lab import make_employee
from tests.factories.orders import cause, make_line, make_order
from workflow.life.cancel_order import cancel_order
from workflow.printing.asked_papers import MOST, AskedPapers, Paper
from workflow.printing.print_orders import NothingToPrint, TooManyLabels, TooManyOrders, print_orders

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]
ALL = [str(section) for section in Section]
FORMS = AskedPapers(Paper.ORDER_FORMS, ALL)


@pytest.fixture(autouse=True)
def sizes():
    """Those of a new laboratory."""
    return label_sizes()


@pytest.fixture
def by():
    return cause("manager")


@pytest.fixture
def orders():
    service = make_service(price=Decimal("97.00"))
    return [make_order(make_line(service)) for _ in range(3)]


def asked_for(orders, by, asked=FORMS) -> PreparedPaper:
    print_orders([order.pk for order in orders], by, asked=asked, came_from="/orders/")
    return PreparedPaper.objects.get()


def pages_of(paper: PreparedPaper) -> list[str]:
    paper.refresh_from_db()
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(bytes(paper.pdf))).pages]


def test_each_order_begins_anew_with_its_own_head_and_pages(orders, by):
    paper = asked_for(orders, by)
    assert (paper.made, paper.of) == (0, 3)
    work_off()
    pages = pages_of(paper)
    assert (paper.made, paper.of) == (3, 3)
    assert len(pages) == 3
    for order, page in zip(orders, pages, strict=True):
        assert f"Order {order.number}" in page
        assert "1 / 1" in page
        assert "97.00" in page
    assert PdfReader(io.BytesIO(bytes(paper.pdf))).metadata.title == "Order forms, 3 orders"


def test_sections_that_were_left_off_are_on_none(orders, by):
    paper = asked_for(orders, by, AskedPapers(Paper.ORDER_FORMS, [Section.PATIENT]))
    work_off()
    assert not any("Services" in page or "97.00" in page for page in pages_of(paper))


@pytest.mark.parametrize("roles", [("technician",), ()])
def test_no_prices_for_whoever_may_not_see_them_when_the_file_is_made(orders, roles):
    person = make_employee(roles=["manager"])
    paper = asked_for(orders, Cause(person, timezone.now()))
    RoleGrant.objects.filter(employee=person).delete()
    RoleGrant.objects.bulk_create([RoleGrant(employee=person, role=role) for role in roles])
    work_off()
    if roles:
        assert not any("97.00" in page for page in pages_of(paper))
    else:
        paper.refresh_from_db()
        assert paper.pdf is None


def test_an_order_changed_or_cancelled_meanwhile_is_printed_as_it_stands(orders, by):
    paper = asked_for(orders, by)
    cancel_order(orders[1].pk, cause(), reason="not wanted")
    work_off()
    pages = pages_of(paper)
    assert len(pages) == 3
    assert "Cancelled" in pages[1]


def test_signs_that_have_no_letters_are_named_before_the_file(orders, by, client):
    Order.objects.filter(pk=orders[1].pk).update(instructions="\U00013000")
    paper = asked_for(orders, by)
    work_off()
    client.force_login(by.actor)
    address = reverse("background:paper_file", args=[paper.pk])
    assert "EGYPTIAN" in client.get(address).content.decode().upper()
    assert client.get(f"{address}?with_empty_boxes=yes")["Content-Type"] == "application/pdf"


def test_progress_is_told_after_each(orders, by, monkeypatch):
    told = []
    monkeypatch.setattr(
        "workflow.printing.orders_file.tell_progress", lambda paper, made, of: told.append((made, of))
    )
    asked_for(orders, by)
    work_off()
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_labels_of_many_orders_fill_one_sheet_from_the_place_asked_for(orders, by):
    sheet = label_sizes()[1]
    paper = asked_for(orders, by, AskedPapers(Paper.LABELS, sort=Sort.ORDER, size=sheet.pk, first=23))
    work_off()
    pages = pages_of(paper)
    assert [[order.number in page for order in orders] for page in pages] == [
        [True, True, False],
        [False, False, True],
    ]
    assert (paper.made, paper.of) == (3, 3)


def test_labels_of_specimens_are_as_many_as_there_are_specimens(by):
    service = make_service(code="HB", asks_for=["specimen"])
    two = [make_line(service, details={"specimen": what}) for what in ("blood", "urine")]
    orders = [make_order(*two), make_order(make_line(service))]
    paper = asked_for(orders, by, AskedPapers(Paper.LABELS, sort=Sort.SPECIMENS))
    work_off()
    assert [page.count("HB") for page in pages_of(paper)] == [1, 1]
    assert (paper.made, paper.of) == (2, 2)


def test_a_size_that_was_deleted_meanwhile_is_the_first_on_offer(orders, by):
    sheet = label_sizes()[1]
    paper = asked_for(orders, by, AskedPapers(Paper.LABELS, size=sheet.pk))
    sheet.delete()
    work_off()
    assert len(pages_of(paper)) == 3


def test_without_an_order_or_a_specimen_nothing_is_begun(orders, by):
    for found, asked in (([], FORMS), (orders, AskedPapers(Paper.LABELS, sort=Sort.SPECIMENS))):
        with pytest.raises(NothingToPrint):
            asked_for(found, by, asked)
    assert not Job.objects.exists()


def test_more_than_a_file_holds_are_refused(by):
    with pytest.raises(TooManyOrders, match="at most 500 orders"):
        print_orders(range(1, MOST + 2), by, asked=FORMS, came_from="/")


def test_more_labels_than_a_file_holds_are_refused_with_how_many(by, monkeypatch):
    monkeypatch.setattr("workflow.printing.print_orders.MOST_LABELS", 3)
    service = make_service(asks_for=["specimen"])
    lines = [make_line(service, details={"specimen": f"blood {n}"}) for n in range(2)]
    orders, labels = [make_order(*lines) for _ in range(2)], AskedPapers(Paper.LABELS, sort=Sort.SPECIMENS)
    with pytest.raises(TooManyLabels, match="name 4 specimens; one file holds at most 3 labels"):
        asked_for(orders, by, labels)
    assert not Job.objects.exists()
    asked_for(orders[:1], by, labels)


def test_a_file_whose_drawing_process_is_killed_is_made_again(orders, by, monkeypatch):
    engine.draw_html("<p>warm</p>")
    paper, killed = asked_for(orders, by), []

    def kill_once(paper_id, made, of):
        if made == 1 and not killed:
            killed.append(engine._child.pid)
            os.kill(engine._child.pid, signal.SIGKILL)

    monkeypatch.setattr("workflow.printing.orders_file.tell_progress", kill_once)
    work_off()
    paper.refresh_from_db()
    assert killed
    assert paper.pdf is None
    assert Job.objects.get().state == State.WAITING
    Job.objects.update(due_at=timezone.now())
    work_off()
    assert len(pages_of(paper)) == 3


def test_a_worker_that_died_is_followed_by_another_which_begins_anew(orders, by):
    paper = asked_for(orders, by)
    PreparedPaper.objects.update(made=2)
    assert take(timezone.now())
    Job.objects.update(due_at=timezone.now() - LEASE)
    work_off()
    assert len(pages_of(paper)) == 3
    assert (paper.made, paper.of) == (3, 3)


def test_nothing_of_an_order_is_changed(orders, by):
    before = list(Order.objects.order_by("pk").values())
    asked_for(orders, by)
    work_off()
    assert list(Order.objects.order_by("pk").values()) == before
    assert {order["status"] for order in before} == {Status.DRAFTING}
