"""A number that is typed and sent opens what it names."""

import pytest

from billing.models import ClosingDocument
from lab.models import LabSettings
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order
from tests.workflow.order_lists import URL

pytestmark = pytest.mark.django_db


def opened(client, typed: str) -> str | None:
    return client.get(URL, {"q": typed, "go": "yes"}).headers.get("Location")


def test_a_number_opens_what_it_names_for_those_who_may_see_it():
    order, owed = make_order(), make_charged_order()
    document, payment = ClosingDocument.objects.get(), make_payment(owed.customer)
    manager, technician = (client_of(make_employee(roles=[role])) for role in ("manager", "technician"))
    year, serial = order.number.split("-")
    page = f"/orders/{order.number}/"
    for typed in (order.number, f" {year}–{serial} ", f"{year} {serial}", str(int(serial)), serial):
        assert (opened(manager, typed), opened(technician, typed)) == (page, page)
    for number, address in (
        (document.number, f"/billing/documents/{document.number}/pdf/"),
        (payment.number.lower(), f"/billing/payments/{payment.number}/"),
    ):
        assert (opened(manager, number), opened(technician, number)) == (address, None)
    for typed in ("9" * 30, "0", f"{year}-9", "North 7", "", "\x00 1,2"):
        assert opened(manager, typed) is None
    LabSettings.objects.update(order_mask="Lab-{n:04}")
    later = make_order()
    assert opened(manager, f" {later.number} ") == f"/orders/{later.number}/"
    assert manager.get(URL, {"q": order.number}).status_code == 200  # a link that finds lists what it finds
