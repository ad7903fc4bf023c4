"""Printing many orders: the page that asks what, for ticked orders or for the whole filter, and what it remembers."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from background.models import Job, PreparedPaper
from tests.factories.background import work_off
from tests.factories.documents import label_sizes
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
PAGE = "/orders/print/"


@pytest.fixture(autouse=True)
def sizes():
    """Those of a new laboratory."""
    return label_sizes()


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def orders():
    soon, later = timezone.localdate() + timedelta(days=3), timezone.localdate() + timedelta(days=30)
    return [make_order(due_on=day) for day in (later, soon, later)]


def press(client, address: str, **typed):
    typed = {"paper": "forms", "sections": ["services"], "form_token": uuid.uuid4(), **typed}
    return client.post(address, typed)


def printed(client) -> list[str]:
    work_off()
    paper = PreparedPaper.objects.get()
    answer = client.get(f"/papers/{paper.pk}/", follow=True)
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def numbers_in(pages) -> list[str]:
    return [re.search(r"\d{4}-\d{6}", page)[0] for page in pages]


def test_the_ticked_orders_are_printed_in_the_sequence_of_the_list(client, orders):
    address = f"{PAGE}?ticked=yes&entry={orders[2].pk}&entry={orders[0].pk}"
    assert "Print 2 orders" in client.get(address).content.decode()
    answer = press(client, address)
    assert answer.url == f"/papers/{PreparedPaper.objects.get().pk}/"
    assert numbers_in(printed(client)) == [orders[2].number, orders[0].number]


def test_all_that_the_filter_leaves_are_printed_as_the_list_sorts_them(client, orders):
    listed = client.get("/orders/?sort=number")
    assert "Print all 3 orders" in listed.content.decode()
    press(client, listed.context["print_all"])
    assert numbers_in(printed(client)) == [order.number for order in orders]


def test_a_list_by_due_date_is_printed_by_due_date(client, orders):
    address = client.get(f"/orders/?due_from={timezone.localdate().isoformat()}").context["print_all"]
    press(client, address)
    assert numbers_in(printed(client)) == [orders[1].number, orders[0].number, orders[2].number]


def test_the_page_says_how_far_it_is_and_opens_the_file_when_it_is_there(client, orders):
    where = press(client, f"{PAGE}?all=yes").url
    page = client.get(where).content.decode()
    assert "0 of 3" in page
    assert 'max="3"' in page
    PreparedPaper.objects.update(made=2)
    assert "2 of 3" in client.get(where, headers={"HX-Request": "true"}).content.decode()
    work_off()
    assert client.get(where, headers={"HX-Request": "true"})["HX-Redirect"].endswith("/file/")


def test_the_same_press_makes_one_file(client, orders):
    token = uuid.uuid4()
    first, again = (press(client, f"{PAGE}?all=yes", form_token=token) for _press in range(2))
    assert first.url == again.url
    assert Job.objects.count() == 1


def test_the_way_back_leads_to_the_list_as_it_was(client, orders):
    said = client.get(f"{PAGE}?all=yes&status=drafting&q=2026").content.decode()
    assert 'href="/orders/?status=drafting&amp;q=2026"' in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("?ticked=yes", "No order is ticked."),
        ("?all=yes&q=nobody", "No order is like that."),
        ("?entry=987654&entry=x", "No order is ticked."),
    ],
)
def test_nothing_to_print_is_said_and_cannot_be_pressed(client, orders, asked, sentence):
    said = client.get(PAGE + asked).content.decode()
    assert sentence in said
    assert 'type="submit">Print' not in said
    assert press(client, PAGE + asked).status_code == 422
    assert not Job.objects.exists()


def test_an_address_that_makes_no_sense_prints_nothing_and_says_why(client, orders):
    page = " ".join(client.get("/orders/print/?all=yes&custmer=5").content.decode().split())
    assert "This list cannot be narrowed by “custmer”. So no order is chosen." in page


def test_too_many_are_refused_in_words(client, orders, monkeypatch):
    for module in ("workflow.pages.print_many", "workflow.printing.print_orders"):
        monkeypatch.setattr(f"{module}.MOST", 2)
    said = client.get(f"{PAGE}?all=yes").content.decode()
    assert "These are 3 orders. One file holds at most 2 orders. Narrow the list" in said
    assert press(client, f"{PAGE}?all=yes").status_code == 422
    assert not Job.objects.exists()


def test_sections_that_were_left_off_are_left_off_next_time_on_every_page_that_asks(client, orders):
    press(client, f"{PAGE}?all=yes", sections=["services", "patient"])
    form = client.get(f"{PAGE}?all=yes").context["form"]
    assert set(form["sections"].value()) == {"services", "patient"}
    dialog = client.get(f"/orders/{orders[0].number}/print/")
    assert {str(section) for section, ticked in dialog.context["sections"] if ticked} == {
        "services",
        "patient",
    }
    client.get(f"/orders/{orders[0].number}/order-form.pdf?section=tasks&section=head")
    assert client.get(f"{PAGE}?all=yes").context["form"]["sections"].value() == ["tasks"]


def test_a_technician_is_offered_no_prices_and_cannot_ask_for_them(orders):
    technician = client_of(make_employee(roles=["technician"]))
    page = technician.get(f"{PAGE}?all=yes")
    assert "prices" not in dict(page.context["form"].fields["sections"].choices)
    assert press(technician, f"{PAGE}?all=yes", sections=["prices"]).status_code == 422


def test_what_is_wrong_about_labels_is_said_and_kept_and_stops_no_order_forms(client, orders):
    sheet = label_sizes()[1]
    wrong = {"sort": "order", "size": sheet.pk, "first": "25"}
    answer = press(client, f"{PAGE}?all=yes", paper="labels", **wrong)
    assert answer.status_code == 422
    assert "A sheet has 24 labels." in answer.content.decode()
    assert 'value="25"' in answer.content.decode()
    assert press(client, f"{PAGE}?all=yes", **wrong).status_code == 302


def test_labels_of_specimens_where_there_is_none_are_refused(client, orders):
    size = label_sizes()[0].pk
    answer = press(client, f"{PAGE}?all=yes", paper="labels", sort="specimens", size=size, first="")
    assert answer.status_code == 422
    assert "None of these orders names a specimen." in answer.content.decode()
