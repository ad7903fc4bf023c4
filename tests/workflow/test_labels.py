"""Labels of one order: their dialog, what they say, how many there are, and that nothing on them is cut."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.models import LabelSize
from orders.bench_codes import Kind, read, written
from orders.models import Order
from tests.factories.background import work_off
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.documents import label_sizes
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROLES = ("manager", "reviewer", "technician", "accountant", "administrator")
USUAL = {"sort": "order", "count": "1", "first": "1"}
MM = Decimal(72) / Decimal("25.4")


@pytest.fixture(autouse=True)
def sizes():
    """Those of a new laboratory."""
    return label_sizes()


@pytest.fixture
def client():
    return client_of(make_employee(roles=["technician"]))


@pytest.fixture
def order():
    blood = make_service(code="HB", price=Decimal("97.31"), asks_for=["specimen", "container"])
    lines = [
        make_line(blood, details={"specimen": "EDTA blood and serum", "container": "tube"}),
        make_line(blood, details={"specimen": "Urine"}),
        make_line(make_service(code="NO", price=Decimal("11.11"))),
    ]
    order = make_order(*lines, customer=make_counterparty(name="North Clinic"), due_on=date(2031, 5, 9))
    return _with(
        order, patient_name="Bella", patient_species="dog", patient_breed="beagle", rush_percent=Decimal(10)
    )


def _with(order, **fields) -> Order:
    for name, value in fields.items():
        setattr(order, name, value)
    order.save()
    return Order.objects.get(pk=order.pk)


def roll() -> str:
    return str(label_sizes()[0].pk)


def sheet() -> str:
    return str(label_sizes()[1].pk)


def ask(client, order, **asked):
    """The labels, or what is said instead; where a worker has to draw them, it does."""
    address = reverse("workflow:order_labels_pdf", args=[order.number])
    answer = client.get(address, {**USUAL, "size": asked.pop("size", None) or roll(), **asked})
    if answer.status_code == 302:
        work_off()
        answer = client.get(answer.url, follow=True)
    return answer


def reader_of(answer) -> PdfReader:
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def pages_of(answer) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader_of(answer).pages]


def size_of(page) -> tuple[int, int]:
    return round(Decimal(float(page.mediabox.width)) / MM), round(Decimal(float(page.mediabox.height)) / MM)


def test_a_label_says_whose_order_it_is_by_when_and_no_price(client, order):
    answer = ask(client, order)
    (page,) = reader_of(answer).pages
    (said,) = pages_of(answer)
    assert size_of(page) == (58, 40)
    for words in (order.number, "North Clinic", "Bella", "dog, beagle", "9 May 2031", "RUSH"):
        assert words in said
    digits = written(Kind.ORDER, order.pk)
    assert digits in said.replace(" ", "").replace("\xa0", "")
    assert (read(digits).kind, read(digits).number) == (Kind.ORDER, order.pk)
    assert "97" not in said.replace(digits, "")
    assert "EUR" not in said
    assert {font["/BaseFont"].split("+")[1] for font in _fonts(page)} == {"Inter", "Inter-Semi-Bold"}


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_boxes_are_numbered(client, order):
    said = pages_of(ask(client, order, sort="boxes", count="3"))
    assert [f"Box {n} of 3" in page for n, page in enumerate(said, start=1)] == [True] * 3


def test_each_specimen_has_its_label(client, order):
    said = pages_of(ask(client, order, sort="specimens", count="7"))
    assert len(said) == 3
    assert "EDTA blood · tube · HB" in said[0]
    assert "serum · tube · HB" in said[1]
    assert "Urine · HB" in said[2]


def test_a_sheet_begins_at_the_place_asked_for_and_goes_on_on_the_next(client, order):
    answer = ask(client, order, size=sheet(), first="23", sort="boxes", count="4")
    assert [size_of(page) for page in reader_of(answer).pages] == [(210, 297)] * 2
    said = pages_of(answer)
    assert [[f"Box {n} of 4" in page for n in range(1, 5)] for page in said] == [
        [True, True, False, False],
        [False, False, True, True],
    ]


def test_a_long_name_is_set_smaller_and_ends_with_dots_but_the_number_is_whole(client, order):
    name = "Tierärztliche Gemeinschaftspraxis am Stadtgarten " + "Oberhauser " * 9
    order.customer.name = name
    order.customer.save()
    _with(order, patient_name="W" * 150)
    (said,) = pages_of(ask(client, order))
    assert "Tierärztliche Gemeinschaftspraxis" in said
    assert "…" in said
    assert order.number in said
    assert "9 May 2031" in said


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src="file:///etc/passwd">', "{{ 7 }}"])
def test_what_people_typed_stays_text(client, order, text):
    _with(order, patient_name=text[:20], patient_breed=text)
    (said,) = pages_of(ask(client, order))
    assert text[:14].replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"count": "0"}, "Enter 1 or more."),
        ({"count": "101"}, "Enter 100 or less."),
        ({"count": "many"}, "Enter a number"),
        ({"count": "1e400"}, "Write the number out"),
        ({"count": "1.5"}, "Enter a whole number."),
        ({"size": "987654"}, "This size is not there any more: choose another."),
        ({"sort": "shelves"}, "This choice is not there any more"),
    ],
)
def test_what_cannot_be_printed_is_said_and_stays_as_it_was_typed(client, order, asked, sentence):
    answer = ask(client, order, **{"count": "17", **asked})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in said
    assert f'value="{asked.get("count", "17")}"' in said


def test_a_roll_has_no_first_label(client, order):
    """Whatever was said of a sheet before; and where there are no sheets, nobody is asked."""
    address = reverse("workflow:order_label", args=[order.number])
    assert f'data-shown-only="size={sheet()}"' in client.get(address).content.decode()
    assert len(pages_of(ask(client, order, first="2"))) == len(pages_of(ask(client, order, first="1")))
    LabelSize.objects.filter(is_sheet=True).delete()
    assert "First label" not in client.get(address).content.decode()


def test_the_first_of_a_sheet_is_one_of_its_places(client, order):
    said = ask(client, order, size=sheet(), first="25")
    assert (said.status_code, "A sheet has 24 labels." in said.content.decode()) == (422, True)


def test_the_dialog_offers_specimens_where_there_are_some_and_what_was_chosen_last(client, order):
    address = reverse("workflow:order_label", args=[order.number])
    assert address == f"/orders/{order.number}/do/label/"
    assert 'value="specimens"' in client.get(address).content.decode()
    assert 'value="specimens"' not in client.get(f"/orders/{make_order().number}/do/label/").content.decode()
    ask(client, order, size=sheet(), sort="boxes")
    form = client.get(address).context["form"]
    assert (form["size"].value(), form["sort"].value()) == (sheet(), "boxes")
    client.logout()
    other = client_of(make_employee(roles=["manager"]))
    other.cookies.update(client.cookies)
    assert other.get(address).context["form"]["size"].value() is None


def test_where_the_laboratory_has_no_size_there_is_the_usual_one(client, order):
    LabelSize.objects.all().delete()
    (page,) = reader_of(ask(client, order, size="usual")).pages
    assert size_of(page) == (58, 40)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_it_in_the_menu_of_the_order(order, role):
    page = client_of(make_employee(roles=[role])).get(f"/orders/{order.number}/").content.decode()
    assert page.count(f'href="/orders/{order.number}/do/label/"') == 2  # in the menu, and among the papers


def test_a_hundred_labels_come_in_one_file(client, order):
    said = pages_of(ask(client, order, sort="boxes", count="100"))
    assert len(said) == 100
    assert "Box 100 of 100" in said[-1]
