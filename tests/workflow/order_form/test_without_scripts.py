"""What the order form keeps between two looks: errors, added lines, files, the form sent twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.days import weekday_and_year
from documents.models import Attachment
from orders.models import Order
from tests.factories.customers import make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order, make_technician
from tests.workflow.order_form.typing import crown, in_days, new_order, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_registered_patient_fills_in_what_was_not_typed(client):
    cat = make_patient(kind="animal", name="Mimi", species="cat", owner=make_owner(name="Ms Brandt"))
    new_order(client, crown()[1], patient=cat.pk)
    order = Order.objects.get()
    assert (order.patient, order.patient_name, order.patient_species, order.patient_owner) == (
        cat,
        "Mimi",
        "cat",
        "Ms Brandt",
    )


def test_everything_typed_comes_back_with_the_errors(client):
    ann = make_technician()
    service, line = crown(asks_for=["note"])
    wrong = line | {"quantity": "lots", "unit_price": "12,5", "note": "a <note>", "performer": ann.pk}
    answer = new_order(
        client, wrong, {"service": "", "quantity": "7"}, patient_name="Özil", due_on=in_days(3)
    )
    page = answer.content.decode()
    assert 'value="lots"' in page
    assert 'value="12,5"' in page
    assert "a &lt;note&gt;" in page
    assert 'value="Özil"' in page
    assert f'value="{weekday_and_year(date.fromisoformat(in_days(3)))}"' in page
    assert f'name="lines-0-service" value="{service.pk}"' in page
    assert f'name="lines-0-performer" value="{ann.pk}"' in page
    assert 'value="7"' in page


def test_a_line_is_added_and_a_file_left_out_without_a_script(client):
    _service, line = crown()
    answer = new_order(client, line | {"quantity": "bad"}, add_line="1", instructions="kept")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="lines-1-service"' in page
    assert "could not be saved" not in page
    assert "kept" in page
    assert Order.objects.count() == 0


def test_files_sent_with_the_form_stay_when_it_comes_back_and_land_on_the_order(client):
    sent = typed(crown()[1] | {"quantity": "0"})
    answer = client.post(
        reverse("workflow:order_new"), sent | {"file": SimpleUploadedFile("scan.stl", b"solid"), "tray": ""}
    )
    waiting = Attachment.objects.get()
    assert answer.status_code == 422
    assert "scan.stl" in answer.content.decode()
    assert f'name="tray" value="{waiting.tray}"' in answer.content.decode()

    sent |= {"lines-0-quantity": "1", "tray": str(waiting.tray)}
    assert client.post(reverse("workflow:order_new"), sent).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.order, waiting.tray) == (Order.objects.get(), None)


def test_the_same_form_twice_makes_one_order(client):
    sent = typed(crown()[1])
    first = client.post(reverse("workflow:order_new"), sent)
    second = client.post(reverse("workflow:order_new"), sent)
    assert first.url == second.url
    assert Order.objects.count() == 1


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_managers_draw_up_and_edit(role):
    order = make_order()
    client = client_of(make_employee(roles=[role]))
    assert client.get(reverse("workflow:order_new")).status_code == 403
    assert client.get(reverse("workflow:order_edit", args=[order.number])).status_code == 403
    assert client.post(reverse("workflow:order_prices")).status_code == 403
