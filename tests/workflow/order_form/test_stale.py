"""An order form opened on an older version."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.models import Marker, Order
from tests.factories.catalog import make_service
from tests.factories.orders import cause, make_draft, make_line, make_order, make_technician
from tests.workflow.order_form.typing import form_of
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.mark_order import mark_order
from workflow.plan.assign_task import assign_task

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_stale_form_is_refused_with_both_versions_and_nothing_is_lost(client):
    order = make_order()
    sent = form_of(client, order) | {"instructions": "my words", "lines-0-quantity": "4"}
    added = make_service(name="Added by Otto", price=Decimal(30))
    old = order.lines.get()
    drafts = [
        make_line(old.service, line_id=old.pk, quantity="2"),
        make_line(added),
    ]
    edit_order(order.pk, make_draft(*drafts, customer=order.customer, due_on=order.due_on), cause("manager"))

    url = reverse("workflow:order_edit", args=[order.number])
    refused = client.post(url, sent)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Somebody else changed the order while you were typing" in page
    assert "Added by Otto" in page
    assert "my words" in page
    assert 'value="4"' in page
    assert order.lines.get(pk=old.pk).quantity == 2

    context = refused.context
    again = sent | {name: context[name] for name in ("version", "form_token", "seen")}
    for form in context["lines"].forms:
        again |= {form[name].html_name: form[name].value() or "" for name in form.fields if name != "DELETE"}
    again["lines-TOTAL_FORMS"] = context["lines"].total_form_count()
    assert client.post(url, again).status_code == 302
    assert sorted(order.lines.current().values_list("quantity", flat=True)) == [1, 4]
    assert Order.objects.get(pk=order.pk).instructions == "my words"


def test_people_and_markers_named_meanwhile_stay_though_the_form_is_older(client):
    """They make no version; the form says what it showed of them, and writes only what was changed in it."""
    order = make_order()
    sent = form_of(client, order) | {"instructions": "my words"}
    other, rush = make_technician(name="Nadia"), Marker.objects.create(name="Rush")
    assign_task(order.tasks.get().pk, cause("manager"), performer=other)
    mark_order(order.pk, cause("manager"), markers=[rush])
    answer = client.post(reverse("workflow:order_edit", args=[order.number]), sent, follow=True)
    assert "which was kept: Markers, Services" in answer.content.decode()
    assert order.tasks.get().performer == other
    assert list(order.markers.all()) == [rush]
    assert Order.objects.get(pk=order.pk).instructions == "my words"


def test_two_who_name_another_performer_see_both(client):
    order = make_order()
    mine, theirs = make_technician(name="Nadia"), make_technician(name="Viktor")
    sent = form_of(client, order) | {"lines-0-performer": mine.pk}
    assign_task(order.tasks.get().pk, cause("manager"), performer=theirs)
    url = reverse("workflow:order_edit", args=[order.number])
    refused = client.post(url, sent)
    assert refused.status_code == 409
    assert [(clash.now, clash.typed) for clash in refused.context["stale"].clashes] == [("Viktor", "Nadia")]
    assert order.tasks.get().performer == theirs
    again = sent | {name: refused.context[name] for name in ("version", "form_token", "seen")}
    assert client.post(url, again).status_code == 302
    assert order.tasks.get().performer == mine
