"""Files of the order list: what they say, what they ask the database, and what comes of one that is cut off."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from common.lists.asked import read
from lab.lists import viewer_of
from lab.lists.files import FORMATS, file_of
from orders.models import Order, OrderLine
from orders.states import Status
from tests.factories.billing import make_payment
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.lab.lists import read_csv
from workflow.drawing_up.drafts import PatientDetails
from workflow.money.adjust_price import adjust_price
from workflow.pages.order_files import IN_FILES, READS
from workflow.pages.order_rows import price_of
from workflow.pages.order_table import ORDERS

pytestmark = pytest.mark.django_db
URL = "/orders/"
EVERYTHING = {"status": "all", "columns": ",".join(column.name for column in ORDERS.columns)}


def worked(name="Crown", quantity="1"):
    service = make_service(name=name, price=Decimal(100))
    return make_line(service, quantity=quantity, performer=make_technician())


@pytest.fixture
def mill():
    return make_counterparty(name="=Mill & Sons")


@pytest.fixture
def of_every_kind(mill):
    """In each state, of each payment, with many lines and few, agreed on, rushed, of a contact."""
    usual = {"customer": mill, "patient": PatientDetails(name="+Bella")}
    for state in Status:
        make_order(worked(), status=state, **usual)
    many = make_order(worked("Bridge", "2.5"), worked("Gum & tooth"), worked("Splint"), **usual)
    OrderLine.objects.filter(order=many, name="Splint").update(name="Spl\x1eint", quantity=Decimal(3000))
    OrderLine.objects.filter(order=many, name="Bridge").update(position=9)
    fewer = make_order(worked(), worked("Taken off"), rush_percent=Decimal(20), **usual)
    OrderLine.objects.filter(order=fewer, name="Taken off").update(is_removed=True)
    agreed = make_order(worked(), contact_id=make_contact(counterparty=mill).pk, **usual)
    adjust_price(agreed.pk, cause(version=agreed.version), total=Decimal(80), reason="agreed")
    for paid in (40, 100):
        make_payment(mill, str(paid), order=make_order(worked(), status=Status.REALIZED, **usual))


def test_a_file_says_of_each_order_what_its_page_says(of_every_kind):
    asked = read(ORDERS, EVERYTHING, viewer_of(make_employee(roles=["administrator"])))
    columns = {label: says for one in asked.columns for label, says in one.file_columns()}
    page = ORDERS.shown(list(asked.listed().values_list(*ORDERS.reads, named=True)), asked)
    file = IN_FILES.shown(list(asked.listed().values_list(*IN_FILES.reads(asked), named=True)), asked)
    told = {label: [said or "" for said in says(file)] for label, says in columns.items()}
    shown = {label: [said or "" for said in says(page)] for label, says in columns.items()}
    assert told == shown | {"Services": [said.replace("\x1e", "") for said in shown["Services"]]}
    assert {"Unpaid", "Part paid", "Paid"} <= set(told["Payment"])
    assert len(set(told["State"])) == len(Status)
    assert {"", Decimal(80), Decimal(120), Decimal(100)} <= set(told["Price"])


def test_each_column_can_be_the_only_one_beside_the_number(of_every_kind):
    client = client_of(make_employee(roles=["administrator"]))
    head, *rows = read_csv(client.get(URL, EVERYTHING | {"format": "csv"}))
    assert set(READS) == {column.name for column in ORDERS.columns}
    for column in ORDERS.columns:
        asked = {"status": "all", "columns": f"number,{column.name}", "format": "csv"}
        alone, *told = read_csv(client.get(URL, asked))
        assert told == [[row[head.index(label)] for label in alone] for row in rows]


# --- what it asks, and how it ends --------------------------------------------------------------------------
@pytest.fixture
def in_two_parts(monkeypatch, mill) -> list[Order]:
    """The first first; a file tells the last first. In each part one is not priced finally and one is charged."""
    monkeypatch.setattr("lab.lists.files.AT_ONCE", 2)
    return [
        make_order(worked(), status=state, customer=mill) for state in (Status.REALIZED, Status.PENDING) * 2
    ]


def streamed(kind: str, query: dict = EVERYTHING) -> StreamingHttpResponse:
    return client_of(make_employee(roles=["administrator"])).get(URL, query | {"format": kind})


@pytest.mark.parametrize("kind", FORMATS)
def test_a_part_takes_four_statements_and_all_parts_one_more(in_two_parts, kind):
    """Lines in words, lines of what has no final price yet, charges, and what was paid."""
    answer = streamed(kind)
    with CaptureQueriesContext(connection) as asked:
        b"".join(answer.streaming_content)
    assert len(asked) == 1 + 2 * 4, [query["sql"] for query in asked]


def test_what_no_column_says_is_not_asked(in_two_parts):
    answer = streamed("csv", {"status": "all", "columns": "number,customer,due,state"})
    with CaptureQueriesContext(connection) as asked:
        assert len(b"".join(answer.streaming_content).splitlines()) == 5
    assert len(asked) == 1


@pytest.fixture
def priced(monkeypatch) -> list[str]:
    """The numbers of the orders whose price was worked out."""
    numbers = []

    def price(order, *told):
        numbers.append(order.number)
        return price_of(order, *told)

    monkeypatch.setattr("workflow.pages.order_files.price_of", price)
    return numbers


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_in_which_a_row_fails_breaks_off_behind_the_part_before(in_two_parts, monkeypatch, kind):
    """It never ends as if it were whole."""
    first = in_two_parts[0].number

    def price(order, *told):
        if order.number == first:
            raise ArithmeticError(first)
        return price_of(order, *told)

    monkeypatch.setattr("workflow.pages.order_files.price_of", price)
    sent = []
    with pytest.raises(ArithmeticError, match=first):
        sent.extend(streamed(kind).streaming_content)
    assert len(sent) == 2
    if kind == "csv":
        assert [row[0] for row in csv.reader(b"".join(sent).decode().splitlines())][1:] == [
            order.number for order in in_two_parts[:1:-1]
        ]
    else:
        assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))


@pytest.fixture
def one_connection():
    """The end of an answer would close the connection in which the test has its transaction."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.usefixtures("one_connection")
def test_who_goes_away_leaves_nothing_running(in_two_parts, priced, kind):
    """No further part is read, and the database holds no rows back for it."""
    answer = file_of(read(ORDERS, EVERYTHING, viewer_of(make_employee(roles=["administrator"]))), kind)
    pieces = iter(answer.streaming_content)
    for _head_and_first_part in range(2):
        next(pieces)
    if connection.vendor == "postgresql":
        assert _cursors() == 1
    answer.close()
    assert priced == [order.number for order in in_two_parts[:1:-1]]
    assert list(pieces) == []
    if connection.vendor == "postgresql":
        assert _cursors() == 0


def _cursors() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%%'")
        return cursor.fetchone()[0]
