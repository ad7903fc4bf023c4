"""Forms that no page of ours has drawn: absurd rows, counts, letters and amounts come back as sentences."""

from decimal import Decimal
from time import process_time

import pytest

from catalog.models import MaterialNorm
from lab.once import new_token
from lab.roles import Role
from orders.models import Comment, Marker, Order
from orders.states import Status
from stock.models import Warehouse
from tests.factories.catalog import make_material, make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.drafts import DraftRefused

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
BEYOND_ANY_ROW = ("9" * 40, str(2**63), "-1", "x", "٣")


@pytest.fixture
def chief():
    return client_of(make_employee(roles=(Role.ADMINISTRATOR,)))


def order_of(*lines, **fields) -> dict:
    sent = {
        "form_token": new_token(),
        "customer": make_counterparty().pk,
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
    }
    for place, line in enumerate(lines):
        sent |= {f"lines-{place}-{name}": said for name, said in line.items()}
    return sent | fields


@pytest.mark.parametrize("absurd", BEYOND_ANY_ROW)
def test_a_marker_that_cannot_be_is_refused_in_words(chief, absurd):
    order = make_order()
    answer = chief.post(
        f"/orders/{order.number}/do/mark/", {"markers": absurd, "version": 1, "form_token": new_token()}
    )
    assert answer.status_code == 422
    assert not order.markers.exists()


def test_a_marker_is_chosen_in_its_dialog(chief):
    order, marker = make_order(), Marker.objects.create(name="Fitting")
    chief.post(
        f"/orders/{order.number}/do/mark/", {"markers": marker.pk, "version": 1, "form_token": new_token()}
    )
    assert list(order.markers.all()) == [marker]


@pytest.mark.parametrize("sent", [[""], ["", ""]])
def test_an_empty_marker_on_the_order_form_is_no_marker(chief, sent):
    answer = chief.post("/orders/new/", order_of(markers=sent))
    assert answer.status_code == 302
    assert not Order.objects.get().markers.exists()


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "utf-16", "idna", "zlib", "undefined"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=B"])
def test_whatever_letters_a_request_claims_it_is_read_as_utf8(chief, charset, kind):
    order = make_order()
    fields = {"form_token": new_token(), "text": "+2AA- \\ud800"}
    body = "&".join(f"{name}={said.replace('+', '%2B')}" for name, said in fields.items())
    if kind.startswith("multipart"):
        parts = (
            f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n'
            for name, said in fields.items()
        )
        body = "".join(parts) + "--B--\r\n"
    answer = chief.generic(
        "POST", f"/orders/{order.number}/do/comment/", body, content_type=f"{kind}; charset={charset}"
    )
    assert answer.status_code == 302
    assert Comment.objects.get().text == "+2AA- \\ud800"


@pytest.mark.parametrize(
    ("page", "prefix", "rows"),
    [
        ("/customers/new/", "contacts", 200),
        ("/customers/new/", "addresses", 200),
        ("/stock/receipts/new/", "lines", 200),
        ("/catalog/services/new/", "norms", 200),
    ],
)
def test_a_forged_number_of_rows_does_not_keep_the_server_busy(chief, page, prefix, rows):
    Warehouse.objects.default()
    forged = {f"{prefix}-TOTAL_FORMS": 10**9, f"{prefix}-INITIAL_FORMS": 0, "form_token": new_token()}
    before = process_time()
    answer = chief.post(page, forged)
    assert answer.status_code == 422
    assert answer.content.count(f'name="{prefix}-'.encode()) <= 20 * (rows + 2)
    assert process_time() - before < 8


def test_a_service_whose_name_is_megabytes_long_is_not_looked_for(chief):
    before = process_time()
    answer = chief.post("/orders/new/", order_of({"service_named": "ﷺ" * 500_000, "quantity": "1"}))
    assert answer.status_code == 422
    assert process_time() - before < 5


def test_an_order_is_not_worth_more_than_an_amount_can_be(chief):
    service = make_service(price=Decimal("9999999999"))
    line = {"service": service.pk, "quantity": "1", "performer": make_technician().pk}
    answer = chief.post("/orders/new/", order_of(line, line))
    assert answer.status_code == 422
    assert "larger than an order may be" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_copy_at_dearer_prices_is_refused_in_words():
    service = make_service(price=Decimal(1))
    order = make_order(make_line(service, quantity="100000"))
    service.price = Decimal("9999999999")
    service.save()
    with pytest.raises(DraftRefused):
        copy_order(order.pk, cause())
    assert Order.objects.get() == order


def test_more_material_than_can_be_counted_is_refused_in_words(chief):
    service, anna = make_service(), make_technician()
    MaterialNorm.objects.create(service=service, material=make_material(), quantity=Decimal(900_000_000))
    order = make_order(make_line(service, quantity="100000", performer=anna), status=Status.PENDING)
    answer = chief.post(f"/orders/{order.number}/do/start/", {"form_token": new_token(), "version": 2})
    assert answer.status_code == 409
    order.refresh_from_db()
    assert order.status == Status.PENDING


def test_an_act_draws_no_more_rows_of_materials_than_a_page_can_bear(chief):
    order = make_order(make_line(performer=make_technician()), status=Status.PRODUCTION)
    forged = {f"material_{row}": 1 for row in range(4000)} | {"form_token": new_token()}
    answer = chief.post(f"/orders/{order.number}/acts/new/", forged)
    assert answer.status_code == 422
    assert answer.content.count(b'name="used_') <= 50
