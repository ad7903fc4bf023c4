"""Dialogs of a list lead back to it as it was: the section, the filters, the page; and to no address but a list's."""

import html
import re
import uuid
from urllib.parse import urlencode

import pytest

from billing.models import ClosingDocument, Sending
from orders.states import Status
from tests.factories.billing import make_charged_order, today
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
QUEUE = "/billing/to-process/"


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion", roles=["accountant"]))


def links(client, page: str, says: str) -> list[str]:
    """Where the links with these words lead."""
    drawn = client.get(page).content.decode()
    found = re.findall(r'<a[^>]*?href="([^"]+)"[^>]*>\s*([^<]*?)\s*</a>', drawn)
    return [html.unescape(address) for address, words in found if words == says]


def form(**fields) -> dict:
    return {"form_token": uuid.uuid4(), **fields}


@pytest.mark.parametrize("page", [QUEUE, f"{QUEUE}?only=unsent", "/billing/documents/?q=North&sort=due_on"])
def test_a_paper_is_marked_on_the_list_that_stays_as_it_is(accountant, page):
    make_charged_order("10.00", customer=make_counterparty(name="North"))
    (address,) = links(accountant, page, "Mark as sent")
    assert f'href="{html.escape(page)}"' in accountant.get(address).content.decode()
    sent = form(how="mail", sent_on=today().isoformat())
    assert accountant.post(address, sent).url == page
    assert Sending.objects.count() == 1


def test_the_mark_is_taken_back_on_the_list_that_stays_as_it_is(accountant):
    make_charged_order("10.00", customer=make_counterparty(name="North"))
    page = "/billing/documents/?q=North"
    (address,) = links(accountant, page, "Mark as sent")
    accountant.post(address, form(how="mail", sent_on=today().isoformat()))
    (address,) = links(accountant, page, "not sent?")
    assert accountant.post(address, form()).url == page


@pytest.mark.parametrize("page", [f"{QUEUE}?only=unpaid", "/billing/customers/{}/?currency=EUR"])
def test_money_is_recorded_on_the_list_that_stays_as_it_is(accountant, page):
    order = make_charged_order("10.00", customer=make_counterparty(name="North"))
    page = page.format(order.customer_id)
    address = address_of_payment(accountant, page)
    filled = {"currency": "EUR", "filled_for": f"{order.customer_id} EUR 4.00"}
    paid = form(amount="4.00", received_on=today().isoformat(), method="bank", **filled)
    assert accountant.post(address, paid).url == page


def address_of_payment(client, page: str) -> str:
    drawn = client.get(page).content.decode()
    return html.unescape(re.search(r'href="(/customers/[0-9]+/payment/[^"]*)"', drawn)[1])


def test_what_is_realized_from_the_queue_leads_back_to_it(accountant):
    line = make_line(make_service(price=120), performer=make_technician())
    order = make_order(line, status=Status.PRODUCED)
    page = f"{QUEUE}?only=produced"
    (address,) = links(accountant, page, "Realize")
    assert f'href="{page}"' in accountant.get(address).content.decode()
    done = accountant.post(address, form(entry=[f"{order.pk}:{order.version}"]))
    assert ClosingDocument.objects.count() == 1
    assert links(accountant, done.url, "Back to what is left") == [page]


def test_one_paper_of_a_customer_is_marked_on_its_row_alone(accountant):
    customer = make_counterparty()
    make_charged_order("10.00", customer=customer)
    page = f"{QUEUE}?only=unsent"
    assert links(accountant, page, "Mark all as sent") == []
    make_charged_order("10.00", customer=customer)
    assert len(links(accountant, page, "Mark all as sent")) == 1
    assert len(links(accountant, page, "Mark as sent")) == 2


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/billing/to-process/x",
        "//elsewhere.example",
        "/logout/",
        "/admin/",
        "to-process",
        "javascript:alert(1)",
        "http://[",
        "\x00",
        "",
    ],
)
def test_no_other_address_is_led_back_to(accountant, back):
    make_charged_order("10.00", customer=make_counterparty(name="North"))
    number = ClosingDocument.objects.get().number
    answer = accountant.get("/billing/documents/sent/", {"number": number, "back": back})
    foot = re.search(r'class="dialog-foot".*', answer.content.decode(), re.S)[0]
    assert re.search(r'href="([^"]*)"', foot)[1] == "/billing/documents/"


LONG = "\u0422\u0438\u0448\u0438\u043d\u0430 " * 20
"""Words that an address writes in more than 500 signs, of which a form remembers no more."""


@pytest.mark.postgres
def test_of_an_address_that_is_too_long_only_the_list_is_led_back_to(accountant):
    make_charged_order("10.00", customer=make_counterparty(name="North"))
    page = f"/billing/documents/?{urlencode({'q': LONG})}"
    number = ClosingDocument.objects.get().number
    address = f"/billing/documents/sent/?{urlencode({'number': number, 'back': page})}"
    sent = accountant.post(address, form(how="mail", sent_on=today().isoformat()))
    assert (sent.status_code, sent.url) == (302, "/billing/documents/")
    assert Sending.objects.count() == 1


@pytest.mark.postgres
def test_what_is_realized_leads_back_to_the_list_alone_where_the_way_there_is_too_long(accountant):
    line = make_line(make_service(price=120), performer=make_technician())
    order = make_order(line, status=Status.PRODUCED)
    page = f"{QUEUE}?{urlencode({'q': LONG[:60]})}"
    asked = urlencode({"back": page})
    assert len(page) < 500 < len(asked)  # written twice over it is longer
    done = accountant.post(f"/billing/realize/?{asked}", form(entry=[f"{order.pk}:{order.version}"]))
    assert ClosingDocument.objects.count() == 1
    assert links(accountant, done.url, "Back to what is left") == [QUEUE]
