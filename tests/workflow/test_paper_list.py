"""The list of issued papers: who sees which, what became of each, and that a row opens its paper."""

import pytest
from django.urls import resolve

from lab.lists import address_of
from papers.models import IssuedPaper
from tests.factories.billing import make_charged_order, make_posted_act, make_priced_order
from tests.factories.lab import client_of, make_employee
from tests.lab.lists import read_csv
from workflow.pages.paper_list import PAPERS

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


def rows(*roles, **asked):
    answer = client_of(make_employee(roles=roles)).get(address_of(PAPERS, **asked))
    assert answer.status_code == 200
    return answer.context["rows"]


def kinds(*roles, **asked) -> set[str]:
    return {row.paper.kind for row in rows(*roles, **asked)}


def test_everybody_sees_the_papers_of_what_they_may_see():
    make_charged_order()
    assert kinds("manager") == kinds("accountant") == {"act", "closing"}
    assert kinds("reviewer") == {"act"}
    assert kinds("technician") == set()
    assert kinds("reviewer", kind="closing") == {"act"}  # no such choice for them: it narrows nothing


def test_a_row_opens_the_paper():
    make_charged_order()
    client = client_of(make_employee(roles=["manager"]))
    opened = {row.paper.kind: resolve(row.url) for row in rows("manager")}
    assert {kind: view.view_name for kind, view in opened.items()} == {
        "act": "billing:act_pdf",
        "closing": "billing:document_pdf",
    }
    assert all(client.get(row.url).status_code == 200 for row in rows("manager"))


def test_papers_are_found_by_what_became_of_them():
    order = make_priced_order()
    act = make_posted_act(order)
    (row,) = rows("manager")
    assert (row.state.value, row.paper.number, row.paper.about) == ("valid", act.number, order.number)
    assert rows("manager", state="taken_back") == []
    assert [row.paper.number for row in rows("manager", q=act.number)] == [act.number]
    assert [row.paper.number for row in rows("manager", q=order.number)] == [act.number]


def test_the_latest_stands_first_and_no_column_claims_that_order():
    make_charged_order()
    asked = client_of(make_employee(roles=["manager"])).get(address_of(PAPERS))
    assert [row.paper.pk for row in asked.context["rows"]] == sorted(
        IssuedPaper.objects.values_list("pk", flat=True), reverse=True
    )
    assert "aria-sort" not in asked.content.decode()


def test_the_file_names_number_kind_and_state():
    make_charged_order()
    client = client_of(make_employee(roles=["manager"]))
    head, *told = read_csv(client.get(address_of(PAPERS, format="csv")))
    assert head == ["Number", "Kind", "Revision", "Order", "Issued on", "Issued by", "State"]
    assert {row[1] for row in told} == {"Act of completed work", "Invoice and act register"}


def test_many_papers_cost_as_many_statements_as_few(django_assert_max_num_queries):
    client = client_of(make_employee(roles=["manager"]))
    make_charged_order()
    client.get(address_of(PAPERS))
    with django_assert_max_num_queries(8):
        client.get(address_of(PAPERS))
    for _more in range(4):
        make_charged_order()
    with django_assert_max_num_queries(8):
        client.get(address_of(PAPERS))
