"""What the order form refuses, beside the field, with everything typed kept."""

import pytest

from orders.models import Order
from tests.factories.customers import make_contact, make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import make_technician
from tests.workflow.order_form.typing import crown, in_days, new_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "quantity",
    ["", "0", "-1", "1e309", "NaN", "Infinity", "1000000000000", "two", "1.2345", "1,000", "5 g", "1\x00"],
)
def test_an_absurd_quantity_is_refused_beside_its_field_and_kept(client, quantity):
    answer = new_order(client, crown()[1] | {"quantity": quantity}, instructions="kept words")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Order.objects.count() == 0
    assert 'href="#id_lines-0-quantity"' in page
    assert "kept words" in page


@pytest.mark.parametrize("price", ["-1", "NaN", "1e309", "10000000001", "0.005", "12 USD", "free"])
def test_an_absurd_price_is_refused(client, price):
    answer = new_order(client, crown()[1] | {"unit_price": price})
    assert answer.status_code == 422
    assert 'href="#id_lines-0-unit_price"' in answer.content.decode()


def test_an_amount_larger_than_the_books_can_hold_is_refused(client):
    answer = new_order(client, crown()[1] | {"unit_price": "9999999999", "quantity": "99999"})
    assert answer.status_code == 422
    assert "larger than an order may be" in answer.content.decode()


@pytest.mark.parametrize("discount", ["-1", "100.01", "NaN"])
def test_an_absurd_discount_is_refused(client, discount):
    assert new_order(client, crown()[1] | {"discount": discount}).status_code == 422


@pytest.mark.parametrize("teeth", ["19", "11-99", "upper left", "11--12"])
def test_what_is_no_tooth_is_refused_by_name(client, teeth):
    answer = new_order(client, crown(asks_for=["teeth"])[1] | {"teeth": teeth})
    assert answer.status_code == 422
    assert "is not a tooth" in answer.content.decode()


def test_what_a_service_requires_is_asked_for(client):
    answer = new_order(client, crown(asks_for=["teeth!"])[1])
    assert answer.status_code == 422
    assert "“Crown” needs this." in answer.content.decode()


@pytest.mark.parametrize("field", ["customer", "contact", "patient", "markers"])
@pytest.mark.parametrize("row", ["999999", "9" * 40, "x", "-1", "1.5"])
def test_an_unknown_row_is_a_sentence(client, field, row):
    answer = new_order(client, crown()[1], **{field: row})
    assert answer.status_code == 422
    assert Order.objects.count() == 0


@pytest.mark.parametrize("field", ["service", "performer", "assistant"])
def test_an_unknown_row_in_a_line_is_a_sentence(client, field):
    answer = new_order(client, crown()[1] | {field: "999999"})
    assert answer.status_code == 422
    assert "any more" in answer.content.decode()


def test_nobody_assists_himself(client):
    ann = make_technician().pk
    assert new_order(client, crown()[1] | {"performer": ann, "assistant": ann}).status_code == 422


def test_the_contact_of_another_customer_is_refused(client):
    answer = new_order(client, crown()[1], contact=make_contact().pk)
    assert "belongs to another customer" in answer.content.decode()


def test_a_due_date_in_the_past_is_refused(client):
    answer = new_order(client, crown()[1], due_on=in_days(-1))
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "0000-01-01", "99999-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_and_stays_as_typed(client, day):
    """A day of the calendar is written out as every other."""
    answer = new_order(client, crown()[1], due_on=day)
    assert answer.status_code == 422
    shown = {"9999-12-31": "Fri 31 Dec 9999"}.get(day, day)
    assert f'value="{shown}"' in answer.content.decode()


def test_owners_order_only_where_the_settings_allow_it(client):
    owner = make_owner()
    refused = new_order(client, crown()[1], customer=owner)
    assert "the settings of the laboratory do not allow them" in refused.content.decode()
    make_settings(owners_may_order=True)
    assert new_order(client, crown()[1], customer=owner).status_code == 302


def test_a_patient_of_another_owner_is_refused(client):
    make_settings(owners_may_order=True)
    cat = make_patient(kind="animal", owner=make_owner())
    answer = new_order(client, crown()[1], customer=make_owner(), patient=cat.pk)
    assert answer.status_code == 422
    assert "belongs to another owner" in answer.content.decode()
