"""The list of tasks: everybody's for whoever assigns work, one's own for the others; filters, sorting, files, cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lab.lists import address_of, rows_asked
from orders.models import Task
from tests.factories.bare_orders import make_bare_order, make_bare_task
from tests.factories.lab import client_of, make_employee
from tests.lab.lists import read_csv
from workflow.pages.task_list import TASKS

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def anna():
    return make_employee("Anna", roles=["technician"])


@pytest.fixture
def manager():
    return make_employee("Marion", roles=["manager"])


def titles(viewer, **asked) -> list[str]:
    query = address_of(TASKS, **asked).partition("?")[2]
    return [task.title for task in rows_asked(TASKS, query, viewer)[0]]


def make_task(title, *, ends=None, **fields) -> Task:
    moment = timezone.now() + timedelta(days=ends) if ends is not None else None
    order = fields.pop("order", None) or make_bare_order()
    return make_bare_task(order, title=title, planned_start=moment, planned_end=moment, **fields)


def test_who_assigns_work_sees_the_tasks_of_all_others_their_own(anna, manager):
    bert = make_employee("Bert", roles=["technician"])
    make_task("Hers", performer=anna)
    make_task("Helping", performer=bert, assistant=anna)
    make_task("His", performer=bert)
    make_task("Nobody's")
    assert set(titles(manager)) == {"Hers", "Helping", "His", "Nobody's"}
    assert set(titles(make_employee(roles=["reviewer"]))) == {"Hers", "Helping", "His", "Nobody's"}
    assert set(titles(anna)) == {"Hers", "Helping"}
    assert set(titles(anna, person=bert.pk)) == {"Hers", "Helping"}  # a filter that she does not have
    assert set(titles(manager, person=bert.pk)) == {"Helping", "His"}


def test_tasks_are_narrowed_by_state_step_and_lateness(manager):
    make_task("Cast", state="done")
    make_task("Cast", state="in_progress", ends=-2)
    make_task("Polish", ends=2)
    behind = make_bare_order(due_on=timezone.localdate() - timedelta(days=1))
    make_task("Glaze", order=behind)
    make_task("Off", is_removed=True)
    assert titles(manager) == ["Cast", "Polish", "Glaze"]  # by plan; without one behind all others
    assert titles(manager, state="done") == ["Cast"]
    assert len(titles(manager, state="all")) == 4
    assert set(titles(manager, late="on")) == {"Cast", "Glaze"}
    assert titles(manager, late="on", state="done") == []
    assert titles(manager, step="nonsense") == []  # nobody does to all what was asked of some


def test_a_file_tells_to_the_minute_when_work_is_planned(manager):
    task = make_task("Cast", ends=2)
    file = client_of(manager).get(address_of(TASKS, format="csv"))
    written = f"{timezone.localtime(task.planned_end):%Y-%m-%d %H:%M}"
    assert written in b"".join(file.streaming_content).decode()


def test_the_step_is_one_of_those_that_services_have(manager, anna):
    named = make_bare_task(make_bare_order()).title
    make_task("Another", performer=anna)
    page = client_of(manager).get(address_of(TASKS))
    offered = [name for name, _label in page.context["filters"].fields["step"].choices]
    assert "Another" not in offered
    if named in offered:
        assert titles(manager, step=named) == [named]


def test_a_row_opens_its_order_and_says_what_is_late(manager, anna):
    task = make_task("Cast", ends=-2, performer=anna, minutes=45)
    answer = client_of(manager).get(address_of(TASKS))
    said = " ".join(answer.text.split())
    assert f'href="/orders/{task.order.number}/#panel-plan"' in said
    assert '<span class="tag tag-alarm">late</span>' in said
    assert ">45<" in said
    (head, row) = read_csv(client_of(manager).get(address_of(TASKS, format="csv")))
    told = dict(zip(head, row, strict=True))
    assert (told["Task"], told["Performer"], told["Minutes"]) == ("Cast", "Anna", "45")
    assert told["Order"] == task.order.number


def test_an_empty_list_says_where_tasks_come_from(anna):
    said = client_of(anna).get(address_of(TASKS)).text
    assert "Nothing is to be done" in said
    assert "No task is like this" in client_of(anna).get(address_of(TASKS, q="nobody")).text


def test_many_tasks_cost_as_many_statements_as_few(manager, anna, django_assert_max_num_queries):
    client = client_of(manager)
    make_task("Cast", performer=anna)
    client.get(address_of(TASKS))
    with django_assert_max_num_queries(9):
        client.get(address_of(TASKS))
    for _more in range(5):
        make_task("Cast", performer=make_employee(roles=["technician"]))
    with django_assert_max_num_queries(9):
        client.get(address_of(TASKS))
