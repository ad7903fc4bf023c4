"""To process: what waits, by customer, longest first; in as many queries whatever stands there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.ledger import closing, sendings
from billing.models import ClosingDocument
from billing.snapshots import correction_snapshot
from billing.to_process import LONG, sections, unsent, without_a_price
from orders.models import Order, OrderLine
from orders.states import Status
from tests.factories.billing import make_charged_order, make_event, make_payment, today
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = pytest.mark.django_db


def ago(days: int):
    return today() - timedelta(days=days)


def told() -> dict:
    return {section.name: section for section in sections(today())}


def send(document):
    return sendings.send([document], "mail", today(), event=make_event("mark_sent"))


def correct(document, order):
    return closing.correct(
        document, order, snapshot=correction_snapshot(document, order, "x"), event=make_event(), on=today()
    )


def test_each_kind_of_work_has_its_section_with_the_sums_of_each_currency():
    customer = make_counterparty(name="North")
    make_charged_order("100.00", customer=customer, on=ago(40))
    part = make_charged_order("50.00", customer=customer, on=ago(20))
    make_payment(customer, "20.00", order=part)
    make_charged_order("7.00", customer=customer, currency="USD")
    paid = make_charged_order("9.00", customer=customer, on=ago(90))
    make_payment(customer, "9.00", order=paid)
    line = make_line(make_service(price=120), performer=make_technician())
    make_order(line, status=Status.PRODUCED, customer=customer)
    free = make_line(make_service(price=0), performer=make_technician())
    make_order(free, line, status=Status.PRODUCTION, customer=customer)
    make_order(free, status=Status.DRAFTING, customer=customer)

    said = told()
    assert {name: (one.count, one.sums) for name, one in said.items()} == {
        "overdue": (2, {"EUR": 130}),
        "produced": (1, {"EUR": 120}),
        "unsent": (4, {"EUR": 159, "USD": 7}),
        "unpaid": (1, {"USD": 7}),
        "unpriced": (1, {"EUR": 0}),
    }
    assert [row.open for row in said["overdue"].groups[0].rows] == [100, 30]


def test_without_a_price_is_what_lacks_one_among_the_lines_that_stand_or_has_none_left():
    tess = make_technician()
    crown, free = (make_line(make_service(price=price), performer=tess) for price in (120, 0))
    emptied, mended, charged = (make_order(crown, free, status=Status.PENDING) for _order in range(3))
    still_free = make_order(crown, free, free, status=Status.PENDING)
    make_order(crown, status=Status.PENDING)
    make_order(free, status=Status.REALIZED)
    OrderLine.objects.filter(order=emptied).update(is_removed=True)
    OrderLine.objects.filter(order=mended, unit_price=0).update(is_removed=True)
    OrderLine.objects.filter(order=charged, unit_price=0).update(unit_price=5)
    OrderLine.objects.filter(pk=still_free.lines.filter(unit_price=0).first().pk).update(is_removed=True)
    draft = make_order(status=Status.DRAFTING)
    OrderLine.objects.filter(order=draft).update(is_removed=True)

    assert set(without_a_price(Order.objects.all())) == {emptied, still_free}
    assert not without_a_price(Order.objects.filter(pk=mended.pk)).exists()


def test_the_longest_waiting_customer_comes_first_and_what_is_not_shown_is_counted():
    customers = [make_counterparty() for _ in range(12)]
    for days, customer in enumerate(customers, start=20):
        for _ in range(4):
            make_charged_order("10.00", customer=customer, on=ago(days))
    overdue = told()["overdue"]
    assert [group.customer_id for group in overdue.groups] == [one.pk for one in reversed(customers)][:10]
    assert (overdue.customers, overdue.more, overdue.count, overdue.sums) == (12, 2, 48, {"EUR": 480})
    assert [(len(group.rows), group.more) for group in overdue.groups] == [(3, 1)] * 10
    (whole,) = sections(today(), ["overdue"], LONG)
    assert [(len(group.rows), group.more) for group in whole.groups] == [(4, 0)] * 12


def test_due_today_is_not_overdue_yet():
    make_charged_order("10.00", on=ago(14))
    assert (told()["overdue"].count, told()["unpaid"].count) == (0, 1)


def test_a_document_is_unsent_until_it_is_marked_and_again_when_the_mark_is_taken_back():
    make_charged_order()
    document = ClosingDocument.objects.get()
    assert list(unsent(ClosingDocument.objects)) == [document]
    send(document)
    assert not unsent(ClosingDocument.objects)
    sendings.take_back(document, event=make_event())
    assert list(unsent(ClosingDocument.objects)) == [document]
    send(document)
    assert not unsent(ClosingDocument.objects)


def test_what_was_taken_back_before_anybody_sent_it_need_not_be_sent():
    order = make_charged_order()
    document = ClosingDocument.objects.get()
    correct(document, order)
    assert not unsent(ClosingDocument.objects)


def test_a_correction_of_what_was_sent_is_to_be_sent():
    order = make_charged_order()
    document = ClosingDocument.objects.get()
    send(document)
    correction = correct(document, order)
    assert list(unsent(ClosingDocument.objects)) == [correction]


def test_of_a_document_that_still_stands_for_others_both_papers_are_to_be_sent():
    customer = make_counterparty()
    orders = [make_charged_order(customer=customer) for _ in range(2)]
    both = closing.issue(
        *orders, customer=customer, snapshot={"orders": [], "lab": {}}, event=make_event(), on=today()
    )
    correction = correct(both, orders[0])
    assert {both, correction} <= set(unsent(ClosingDocument.objects))


def test_a_sending_before_the_issue_or_of_what_is_sent_is_refused():
    make_charged_order()
    document = ClosingDocument.objects.get()
    with pytest.raises(sendings.SentTooEarly, match="issued later"):
        sendings.send([document], "mail", ago(1), event=make_event())
    send(document)
    with pytest.raises(sendings.SentBefore, match="is marked as sent already"):
        send(document)
    sendings.take_back(document, event=make_event())
    with pytest.raises(sendings.NotSent, match="is not marked"):
        sendings.take_back(document, event=make_event())


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_offers_what_can_be_done_in_place(accountant):
    customer = make_counterparty(name="North")
    for days in (40, 41):  # of a single row its own button is enough
        make_charged_order("100.00", customer=customer, on=ago(days))
        make_order(make_line(performer=make_technician()), status=Status.PRODUCED, customer=customer)
    answer = accountant.get("/billing/to-process/")
    said = answer.content.decode()
    for address in (
        f"/billing/realize/?customer={customer.pk}",
        f"/billing/documents/sent/?customer={customer.pk}",
        f"/customers/{customer.pk}/payment/",
        f"/billing/statements/{customer.pk}/",
    ):
        assert address in said, address
    assert "26 days late" in text_of(answer)
    only = text_of(accountant.get("/billing/to-process/", {"only": "overdue"}))
    assert "26 days late" in only
    assert "Realize all" not in only
    assert "Realize all" in text_of(accountant.get("/billing/to-process/", {"only": "nonsense"}))


def test_whoever_only_looks_is_offered_nothing(accountant):
    make_charged_order("100.00", on=ago(40))
    manager = client_of(make_employee(roles=["manager"]))
    said = manager.get("/billing/to-process/").content.decode()
    assert "Record payment" not in said  # the accountant's
    assert "Mark as sent" in said
    for role in ("technician", "reviewer"):
        assert client_of(make_employee(roles=[role])).get("/billing/to-process/").status_code == 403


def test_where_nothing_waits_the_page_says_so(accountant):
    assert "Everything is done" in text_of(accountant.get("/billing/to-process/"))
    assert "Nothing is left to do here" in text_of(accountant.get("/billing/to-process/", {"only": "unsent"}))


def test_the_page_takes_at_most_fifteen_statements_whatever_waits(accountant):
    def cost():
        accountant.get("/billing/to-process/")
        with CaptureQueriesContext(connection) as captured:
            accountant.get("/billing/to-process/")
        return len(captured)

    empty = cost()
    service = make_service(price=0)
    for size in (1, 12):
        for _ in range(size):
            customer = make_counterparty()
            for days in (40, 1):
                make_charged_order("100.00", customer=customer, on=ago(days))
            make_order(
                make_line(service, performer=make_technician()), status=Status.PRODUCED, customer=customer
            )
        full = cost()
        assert empty < full <= 15, full
