"""Lists of money after a merge: one row for the account of both, found by either name, sorted by what both come to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from billing.balance_sheet import balances_of, grouped
from billing.ledger import receivables
from billing.models import ClosingDocument, ReceivableEntry
from lab.cause import Cause
from tests.billing.pages import cost, page
from tests.factories.billing import make_charged_order, make_event, make_payment, make_refund, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.lab.lists import read_csv
from workflow.merging.merge_customers import merge_customers
from workflow.pages.finding.shown import groups_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LISTS = ("balance_list", "statement_list")


@pytest.fixture
def boss():
    return make_employee(roles=["administrator"])


@pytest.fixture
def client(boss):
    return client_of(boss)


def merge(kept, gone, boss):
    merge_customers(kept.pk, gone.pk, Cause(boss, make_event().at))


@pytest.fixture
def north(boss):
    """Owes 30 of its own for two days, and 100 less 45 and 5 of Nord's, which waits for longest."""
    north, nord = make_counterparty(name="North"), make_counterparty(name="Nord")
    make_charged_order("100.00", customer=nord, on=today() - timedelta(days=40))
    make_charged_order("30.00", customer=north, on=today() - timedelta(days=2))
    make_payment(nord, "45.00", received_on=today() - timedelta(days=10))
    make_payment(north, "5.00", received_on=today())
    merge(north, nord, boss)
    return north


def test_each_account_has_one_row_of_what_both_come_to(client, north):
    (row,) = page(client, "balance_list").context["rows"]
    told = row.balance
    assert (told.customer_id, told.customer_name) == (north.pk, "North")
    assert (told.debt, told.advance, told.balance) == (Decimal(130), Decimal(50), Decimal(80))
    assert row.wait.since == today() - timedelta(days=40)
    (row,) = page(client, "statement_list").context["rows"]
    assert (row.customer_id, row.customer_name, row.balance) == (north.pk, "North", Decimal(80))
    past = (today() - timedelta(days=20)).isoformat()  # when only Nord had anything
    (row,) = page(client, "statement_list", on=past).context["rows"]
    assert (row.customer_id, row.balance) == (north.pk, Decimal(100))
    for name in LISTS:
        (total,) = page(client, name).context["totals"]
        assert (total.balance.balance if name == "balance_list" else total.balance) == Decimal(80)
        _head, row = read_csv(client.get(reverse(f"billing:{name}"), {"format": "csv"}))
        assert (row[0], row[-1]) == ("North", "80.00")


def test_the_side_and_what_is_overdue_are_asked_of_the_account(client, boss):
    """Each of the two alone would stand on another side than both together."""
    even, paid = make_counterparty(name="Even"), make_counterparty(name="Paid")
    make_charged_order("10.00", customer=even, on=today() - timedelta(days=60))
    make_payment(paid, "10.00")
    merge(even, paid, boss)
    for name, filtered in zip(LISTS, ("side", "stands"), strict=True):
        found = {side: len(page(client, name, **{filtered: side}).context["rows"]) for side in
                 ("owes", "advance", "even")}  # fmt: skip
        assert found == {"owes": 0, "advance": 0, "even": 1}, name
    assert len(page(client, "statement_list", stands="overdue").context["rows"]) == 1


@pytest.mark.parametrize("name", LISTS)
def test_an_account_is_found_by_either_name_and_by_no_other(client, north, name):
    make_payment(make_counterparty(name="South"), "1.00")
    for typed in ("nord", "north"):
        answer = page(client, name, q=typed)
        assert len(answer.context["rows"]) == 1
        assert "North" in answer.content.decode()
    assert "North" not in str(
        read_csv(client.get(reverse(f"billing:{name}"), {"format": "csv", "q": "south"}))
    )
    assert read_csv(client.get(reverse("billing:ages_csv"), {"q": "nord"}))[1][0] == "North"


def test_balances_are_sorted_by_what_both_come_to_and_since_when_either_waits(client, north):
    """Alone North would owe 25 and wait for two days."""
    make_charged_order("50.00", customer=make_counterparty(name="Mill"), on=today() - timedelta(days=9))

    def named(sort):
        return [row.balance.customer_name for row in page(client, "balance_list", sort=sort).context["rows"]]

    assert named("-balance") == named("oldest") == ["North", "Mill"]
    assert named("balance") == named("-oldest") == ["Mill", "North"]


def test_an_account_all_of_whose_books_are_of_the_one_that_went_is_listed(client, boss):
    kept, gone = make_counterparty(name="Kept"), make_counterparty(name="Gone")
    make_charged_order("10.00", customer=gone)
    merge(kept, gone, boss)
    for sort in ("", "oldest", "-balance"):
        (row,) = page(client, "balance_list", sort=sort).context["rows"]
        assert (row.balance.customer_name, row.balance.balance) == ("Kept", Decimal(10))
    (entry,) = page(client, "customer_ledger", kept.pk).context["rows"]
    assert entry.balance == Decimal(10)


def test_the_rows_are_those_that_one_sum_over_the_whole_ledger_makes(client, boss):
    customers = [make_counterparty(name=name) for name in "ABCDEF"]
    for place, customer in enumerate(customers):
        make_charged_order(f"{10 + place}.00", customer=customer)
        make_payment(customer, f"{3 * place + 1}.00", currency="EUR" if place % 2 else "USD")
    for kept, gone in ((4, 1), (0, 4), (2, 5)):
        merge(customers[kept], customers[gone], boss)
    shown = [row.balance for row in page(client, "balance_list").context["rows"]]
    assert shown == balances_of(grouped(ReceivableEntry.objects.all()))
    assert {row.customer_name for row in shown} == {"A", "C", "D"}


def test_a_ledger_carries_one_balance_over_the_entries_of_both_page_by_page(client, north, monkeypatch):
    order = make_charged_order("7.00", customer=north, on=today() - timedelta(days=20))
    receivables.reverse_charge(order, event=make_event(), on=today() - timedelta(days=5))
    address = reverse("billing:customer_ledger", args=[north.merged.get().pk])  # an older address
    rows = read_csv(client.get(address, {"format": "csv", "sort": "day"}))[1:]
    assert [row[-1] for row in rows] == ["100.00", "107.00", "62.00", "55.00", "85.00", "80.00"]
    monkeypatch.setattr("common.lists.paging.PAGE", 2)
    seen, answer = [], client.get(address)
    while True:
        seen += [str(row.balance) for row in answer.context["rows"]]
        if not answer.context["listed"].before:
            break
        answer = client.get(address, {"before": answer.context["listed"].before})
    assert seen == ["80.00", "85.00", "55.00", "62.00", "107.00", "100.00"]
    (sheet,) = answer.context["sheets"]
    assert (sheet.charged, sheet.paid, sheet.closing) == (Decimal(130), Decimal(50), Decimal(80))


def test_what_was_booked_of_the_one_that_went_is_found_by_both_names(client, boss):
    north, nord = make_counterparty(name="North"), make_counterparty(name="Nord")
    own, paid = make_payment(north, "5.00").number, make_payment(nord, "5.00").number
    refund = make_refund(nord, "1.00")
    make_charged_order("3.00", customer=nord)
    closed = ClosingDocument.objects.get(customer=nord).number
    merge(north, nord, boss)
    for name, number in (("payment_list", paid), ("refund_list", refund.number), ("document_list", closed)):
        for typed in ("nord", "north"):
            assert number in page(client, name, q=typed).content.decode(), (name, typed)
    assert own in page(client, "payment_list", q="north").content.decode()
    for typed in ("nord", "north", "nord north"):
        urls = [row.url for group in groups_for(typed, boss) for row in group.rows]
        for url in (f"/billing/payments/{paid}/", f"/billing/refunds/{refund.number}/"):
            assert urls.count(url) == 1, (typed, url)
    assert f"/customers/{nord.pk}/" not in urls


def test_accounts_of_two_cost_what_those_of_one_do(client, boss):
    customers = [make_counterparty(name=name) for name in "ABCD"]
    for customer in customers:
        make_charged_order("10.00", customer=customer)
    asked = ("balance_list", "statement_list", "customer_ledger")
    args = {name: [customers[0].pk] if name == "customer_ledger" else [] for name in asked}
    before = {name: cost(client, name, *args[name]) for name in asked}
    for gone in customers[1:3]:
        merge(customers[0], gone, boss)
    assert {name: cost(client, name, *args[name]) for name in asked} == before
