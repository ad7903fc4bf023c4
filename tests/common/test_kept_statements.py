"""Statements that are put together once: they say what the queryset itself would say, for whichever ids are asked."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.db.models.sql.compiler import SQLCompiler

from common.among import among
from common.kept_statements import NotAskedById, kept, kept_of_many
from customers.models import Counterparty
from orders.models import Order, OrderLine, Task
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "rows with what they point at": lambda order: (
        OrderLine.objects.filter(order=order).select_related("service__group").order_by("pk")
    ),
    "some columns": lambda order: OrderLine.objects.filter(order=order).only("name", "order_id"),
    "tuples": lambda order: Task.objects.filter(order=order).values_list("title", "line__name"),
    "dictionaries": lambda order: (
        Task.objects.filter(order=order).values("line__name").annotate(n=Count("pk")).order_by("line__name")
    ),
    "named tuples": lambda order: Task.objects.filter(order=order).values_list("title", "pk", named=True),
    "a part": lambda order: OrderLine.objects.filter(order=order).order_by("-pk")[:1],
    "what is asked within": lambda order: Order.objects.filter(pk=order).annotate(
        works=Exists(Task.objects.filter(order=OuterRef("pk")))
    ),
    "several tables": lambda order: (
        OrderLine.objects.filter(order=order)
        .order_by()
        .values_list("name")
        .union(Task.objects.filter(order=order).order_by().values_list("title"), all=True)
    ),
}


@pytest.fixture
def orders():
    return [make_order(make_line(), make_line()), make_order(make_line())]


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_what_is_kept_says_what_the_queryset_says_for_each_of_the_ids(ask, orders):
    question = kept(ask)
    said = [question(order.pk) for order in (*orders, *orders)]
    assert said == [list(ask(order.pk)) for order in orders] * 2
    assert said[0] != said[1]
    assert question(0) == []


def test_columns_and_what_they_point_at_are_read_with_the_row(orders, django_assert_num_queries):
    question = kept(QUESTIONS["rows with what they point at"], owner="order")
    question(orders[0])
    with django_assert_num_queries(1):
        rows = question(orders[0])
        assert {row.service.group.name for row in rows} != set()
        assert all(row.order is orders[0] for row in rows)


def test_what_is_fetched_beside_the_rows_comes_with_them(orders, django_assert_num_queries):
    question = kept(
        lambda order: Order.objects.filter(pk=order).prefetch_related(
            Prefetch("lines", OrderLine.objects.order_by("-pk"))
        )
    )
    for order in orders:
        with django_assert_num_queries(2):
            (row,) = question(order.pk)
            fetched = list(row.lines.all())
        assert fetched == list(order.lines.order_by("-pk"))


def test_texts_and_several_ids_find_their_places(orders):
    question = kept(lambda number, line: OrderLine.objects.filter(order__number=number, pk=line))
    mine, theirs = orders[0].lines.first(), orders[1].lines.first()
    assert question(orders[0].number, mine) == [mine]
    assert question(orders[0].number, theirs) == []
    assert question("' OR 1=1 --", mine) == []
    assert question.first(orders[1].number, theirs.pk) == theirs
    assert question.first("none", 1) is None


def test_nothing_is_written_as_sql_a_second_time(orders, monkeypatch):
    question = kept(QUESTIONS["some columns"])
    question(orders[0])
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *_asked, **_how: pytest.fail("written again"))
    assert len(question(orders[1])) == 1


def test_an_id_that_makes_no_difference_is_refused(orders):
    with pytest.raises(NotAskedById):
        kept(lambda order: OrderLine.objects.all())(orders[0].pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_each_thread_asks_by_its_own_connection(orders):
    question, said = kept(QUESTIONS["tuples"]), {}

    def ask(place: int) -> None:
        said[place] = question(orders[place].pk)
        connection.close()

    threads = [Thread(target=ask, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {place: list(QUESTIONS["tuples"](orders[place].pk)) for place in (0, 1)}


def test_a_question_about_many_is_one_statement_however_few_there_are():
    rows = [make_counterparty(name=name) for name in ("Ada", "Bea", "Cleo")]
    asked = []

    @kept_of_many
    def names(ids):
        asked.append(ids)
        return Counterparty.objects.filter(among("pk", ids)).order_by("pk").values_list("name", flat=True)

    assert names([]) == []
    assert names([rows[1].pk]) == ["Bea"]
    assert names([row.pk for row in rows]) == ["Ada", "Bea", "Cleo"]
    assert [len(ids) for ids in asked] == [50]
    for times in (20, 700):  # the ids of a file
        assert names([row.pk for row in rows] * times) == ["Ada", "Bea", "Cleo"]
        assert names([rows[2].pk, *[rows[0].pk] * times * 3]) == ["Ada", "Cleo"]
    assert len(asked) == 2
