"""The order form edits what its state allows, and nothing where nothing changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order
from tests.workflow.order_form.typing import edit, form_of, in_days, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_saving_without_a_change_books_nothing(client):
    order = make_order(make_line(unit_price=Decimal(55), discount_percent=Decimal("12.5")))
    assert edit(client, order).status_code == 302
    saved = Order.objects.get(pk=order.pk)
    assert saved.version == order.version
    assert saved.lines.get().price_rule == "typed"


def test_an_edit_changes_what_was_typed_and_keeps_frozen_prices(client):
    order = make_order()
    line = order.lines.get()
    line.service.price = Decimal(500)
    line.service.save()
    assert edit(client, order, **{"lines-0-quantity": "3", "patient_name": "New name"}).status_code == 302
    line.refresh_from_db()
    order = Order.objects.get(pk=order.pk)
    assert (line.quantity, line.unit_price, line.amount) == (3, Decimal(100), Decimal(300))
    assert (order.patient_name, order.version) == ("New name", 2)


def test_a_price_taken_out_becomes_that_of_the_catalogue(client):
    order = make_order(make_line(unit_price=Decimal(55)))
    edit(client, order, **{"lines-0-unit_price": ""})
    assert order.lines.get().unit_price == Decimal(100)


def test_another_service_brings_its_own_price(client):
    order = make_order()
    other = make_service(price=Decimal(77))
    edit(client, order, **{"lines-0-service": other.pk})
    assert order.lines.current().get().unit_price == Decimal(77)


@pytest.mark.parametrize(("typed", "price"), [("on", Decimal(100)), ("", Decimal(77))])
def test_a_price_typed_for_another_service_stands_even_where_it_is_the_former_one(client, typed, price):
    """Without the mark of the page, the former service's price is one left over from it."""
    order = make_order()
    other = make_service(price=Decimal(77))
    changed = {"lines-0-service": other.pk, "lines-0-unit_price": "100.00", "lines-0-price_typed": typed}
    sent = {f"lines-0-{name}": said for name, said in {"line": order.lines.get().pk, "quantity": "1"}.items()}
    said = client.post(
        f"{reverse('workflow:order_prices')}?order={order.number}",
        {**sent, **changed, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0},
    ).json()
    assert said["lines"]["lines-0"]["price"] == f"{price}.00"
    edit(client, order, **changed)
    assert order.lines.current().get().unit_price == price


def test_lines_are_removed_and_added(client):
    order = make_order()
    other = make_service(price=Decimal(40))
    edit(
        client,
        order,
        **{
            "lines-0-DELETE": "on",
            "lines-1-service": other.pk,
            "lines-1-quantity": "2",
            "lines-TOTAL_FORMS": "2",
        },
    )
    assert order.lines.current().get().amount == Decimal(80)


def test_an_old_due_date_may_stay_but_not_be_moved_into_the_past(client):
    order = make_order()
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() - timedelta(days=4))
    order = Order.objects.get(pk=order.pk)
    assert edit(client, order, instructions="more").status_code == 302
    assert edit(client, order, due_on=in_days(-3)).status_code == 422


@pytest.mark.parametrize("status", [Status.REVIEW, Status.PRODUCED])
def test_frozen_services_are_shown_and_patient_and_customer_still_change(client, status):
    order = make_order(status=status)
    other = make_counterparty(name="Other clinic")
    url = reverse("workflow:order_edit", args=[order.number])
    page = client.get(url)
    assert "The services are frozen" in page.content.decode()
    assert "lines-0-service" not in page.content.decode()
    sent = form_of(client, order) | {"customer": other.pk, "contact": "", "patient_name": "Renamed"}
    assert client.post(url, sent).status_code == 302
    order = Order.objects.get(pk=order.pk)
    assert (order.customer, order.patient_name) == (other, "Renamed")


@pytest.mark.parametrize("status", [Status.REALIZED, Status.CANCELLED])
def test_a_closed_order_is_not_edited(client, status):
    order = make_order(status=status)
    url = reverse("workflow:order_edit", args=[order.number])
    assert client.get(url).status_code == 409
    assert client.post(url, typed()).status_code == 409
