"""The dialog over all papers of a customer that were not sent: those that it showed are marked, no others."""

import re
import uuid

import pytest

from billing.models import ClosingDocument, Sending
from tests.factories.billing import make_charged_order, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_paper_that_was_issued_meanwhile_is_not_marked():
    accountant, customer = client_of(make_employee(roles=["accountant"])), make_counterparty()
    for _order in range(2):
        make_charged_order("10.00", customer=customer)
    seen = list(ClosingDocument.objects.order_by("pk"))
    address = f"/billing/documents/sent/?customer={customer.pk}"
    shown = re.findall(r'name="shown" value="([^"]+)"', accountant.get(address).text)
    assert shown == [document.number for document in seen]
    make_charged_order("10.00", customer=customer)
    sent = {"form_token": uuid.uuid4(), "shown": shown, "how": "mail", "sent_on": today().isoformat()}
    answer = accountant.post(address, sent, follow=True)
    assert "2 documents are marked as sent." in answer.text
    assert [mark.document for mark in Sending.objects.order_by("document_id")] == seen
