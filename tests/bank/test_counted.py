"""What pages of bank statements ask of the database: as much for many lines as for few, and each thing once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.bank import numbers
from tests.bank.sending import LIST, dialog_of, page_of
from tests.factories.bank import Came, make_import
from tests.factories.billing import make_charged_order

pytestmark = pytest.mark.django_db


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def lines(north, count: int):
    orders = [make_charged_order(f"{place + 10}.00", customer=north) for place in range(count)]
    came = (Came(f"{place + 10}.00", order.number) for place, order in enumerate(orders))
    return make_import(*came, Came("3.00", "?", name="", iban=""))


def test_the_list_of_statements_asks_as_much_for_many_lines_as_for_few(client, north):
    lines(north, 1)
    few = asked(client, LIST)
    for count in (20, 30):
        lines(north, count)
    assert asked(client, LIST) == few <= 16


def test_the_list_does_not_ask_of_each_line_several_times_what_became_of_it(client, north):
    lines(north, 2)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    told = [
        query["sql"] for query in queries if "EXISTS" in query["sql"] and "billing_bankline" in query["sql"]
    ]
    assert len(told) == 1
    assert told[0].count("EXISTS") <= 5


@pytest.mark.parametrize("at", [0, -1])
def test_the_dialog_of_a_line_asks_for_that_line_however_many_wait(client, north, at, monkeypatch):
    few = asked(client, dialog_of(list(lines(north, 1).lines.all())[at]))
    many = lines(north, 40)
    read = []
    monkeypatch.setattr("billing.bank.proposals.Signs", lambda text: read.append(text) or numbers.Signs(text))
    line = list(many.lines.all())[at]
    client.get(dialog_of(line))
    assert len(read) == 1
    # no more than what the other charges of the customer add to the form, which does not grow with lines
    assert asked(client, dialog_of(line)) <= few + 2


def test_a_page_reads_the_purpose_of_each_line_once(client, north, monkeypatch):
    many, read = lines(north, 10), []
    monkeypatch.setattr("billing.bank.proposals.Signs", lambda text: read.append(text) or numbers.Signs(text))
    client.get(page_of(many))
    assert len(read) == 11
