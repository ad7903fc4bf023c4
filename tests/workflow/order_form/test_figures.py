"""The figures while one types, and what the form asks the database."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.ledger.acts import ActLineDraft
from orders.models import Order
from orders.states import Status
from tests.factories.customers import make_counterparty, make_patient
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.workflow.order_form.typing import crown, edit, in_days, new_order, typed
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_figures_while_typing_are_those_that_are_booked(client):
    _service, line = crown()
    sent = typed(
        line | {"quantity": "0,333", "discount": "7.5"}, line | {"quantity": "3"}, line | {"quantity": "x"}
    )
    said = client.post(reverse("workflow:order_prices"), sent).json()
    new_order(client, line | {"quantity": "0,333", "discount": "7.5"}, line | {"quantity": "3"})
    booked = [f"{made.amount:.2f}" for made in Order.objects.get().lines.all()]
    assert [said["lines"][f"lines-{place}"]["amount"] for place in (0, 1)] == booked
    assert said["lines"]["lines-2"]["amount"] == ""
    assert said["total"] == f"{sum(Decimal(amount) for amount in booked):.2f}"
    assert said["due"]["reason"] == "Crown takes 5 working days"


@pytest.mark.parametrize(
    "nonsense", [{}, {"lines-TOTAL_FORMS": "x"}, {"lines-TOTAL_FORMS": "100000"}, {"lines-TOTAL_FORMS": "-5"}]
)
def test_nonsense_is_priced_at_nothing(client, nonsense):
    answer = client.post(reverse("workflow:order_prices"), nonsense)
    assert answer.status_code == 200
    assert answer.json()["total"] == "0.00"


def test_the_number_of_queries_does_not_depend_on_the_lines(client):
    _service, line = crown()
    short, long = make_order(), make_order(*[make_line() for _ in range(12)])
    counts = []
    client.get(reverse("workflow:order_new"))  # the first page of a session writes it
    for order in (short, long):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("workflow:order_edit", args=[order.number])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 30
    with CaptureQueriesContext(connection) as asked:
        client.post(reverse("workflow:order_prices"), typed(*[line] * 30))
    assert len(asked) <= 18


def test_a_line_covered_by_a_posted_act_is_frozen_and_the_others_are_not(client):
    ann = make_technician()
    order = make_order(make_line(performer=ann), make_line(performer=ann), status=Status.PRODUCTION)
    covered, free = order.lines.all()
    act = draft_act(order.pk, cause(), performer=ann, lines=[ActLineDraft(covered.pk, Decimal(1))])
    post_act(order.pk, cause(), act_id=act.pk)
    changes = {
        "lines-0-quantity": "9",
        "lines-0-unit_price": "1",
        "lines-0-note": "still told",
        "lines-1-quantity": "5",
    }
    page = client.get(reverse("workflow:order_edit", args=[order.number])).content.decode()
    assert "Covered by a posted act" in page
    assert edit(client, order, **changes).status_code == 302
    covered.refresh_from_db()
    free.refresh_from_db()
    assert (covered.quantity, covered.unit_price, free.quantity) == (1, Decimal(100), 5)
    assert covered.details == {"note": "still told"}


def test_a_form_from_a_customers_page_has_the_customer_chosen(client):
    customer, cat = make_counterparty(name="Oak"), make_patient(name="Mimi")
    page = client.get(
        reverse("workflow:order_new"), {"customer": customer.pk, "patient": cat.pk}
    ).content.decode()
    page = " ".join(page.split())
    assert re.search(rf'<option value="{customer.pk}" selected> ?Oak ?</option>', page)
    assert re.search(rf'<option value="{cat.pk}" selected> ?Mimi ?</option>', page)
    assert 'name="patient_name" value="Mimi"' in page
    assert (
        client.get(reverse("workflow:order_new"), {"customer": "x" * 50, "patient": "9" * 50}).status_code
        == 200
    )


def test_errors_are_listed_in_the_sequence_of_the_page(client):
    sent = typed({"service": "", "quantity": "2", "note": "x"}, due_on=in_days(-1)) | {"customer": ""}
    answer = client.post(reverse("workflow:order_new"), sent)
    listed = answer.content.decode().partition("data-error-summary")[2].partition("</ul>")[0]
    places = [listed.index(anchor) for anchor in ('"#id_customer"', '"#id_lines-0-service"', '"#id_due_on"')]
    assert places == sorted(places)
