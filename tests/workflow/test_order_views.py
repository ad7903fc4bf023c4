"""Whose list begins with what, what is remembered of it, what its tabs count, and where its pages begin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.lists import paging
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.billing import make_charged_order
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import finished, make_line, make_order, make_technician
from tests.workflow.order_lists import URL, due, listed, shown
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.return_order_to_production import return_order_to_production

pytestmark = pytest.mark.django_db
FROM_THE_LIST = {"Referer": f"http://testserver{URL}"}


def tab_of(client, query="") -> str:
    return next(tab["name"] for tab in client.get(URL + query).context["tabs"] if tab["is_here"])


def counts_of(client, query="") -> dict[str, str]:
    return {tab["name"]: tab["count"] for tab in client.get(URL + query).context["tabs"] if tab["count"]}


def test_everybody_begins_with_what_waits_for_them():
    tess = make_technician()
    later, own = (make_order(make_line(performer=tess), due_on=due(days)) for days in (9, 2))
    other = make_order(make_line(performer=make_technician()), status=Status.REVIEW)
    people = {role: client_of(make_employee(roles=[role])) for role in ("manager", "reviewer", "accountant")}
    assert (tab_of(people["manager"]), tab_of(people["reviewer"])) == ("open", "review")
    assert listed(people["reviewer"]) == [other.number]
    assert tab_of(people["accountant"]) == "unpaid"  # nothing is produced
    owed, made = make_charged_order(), make_order(status=Status.PRODUCED)
    assert listed(people["accountant"]) == [made.number]
    assert listed(people["accountant"], "?status=unpaid") == [owed.number]
    assert listed(client_of(tess)) == [own.number, later.number]
    assert "Unpaid" not in shown(client_of(tess), "?status=unpaid")
    own.tasks.update(state="done")
    assert listed(client_of(tess)) == [later.number]


def test_what_somebody_chose_comes_back_and_leads_back():
    client, other = (client_of(make_employee()) for _ in range(2))
    client.get(f"{URL}?status=review&sort=-due", headers=FROM_THE_LIST)
    answer = client.get(URL)
    assert (tab_of(client), answer.context["sort"]) == ("review", "-due")
    assert "Usual view" in answer.content.decode()
    client.get(f"{URL}?status=cancelled", headers={"Referer": "http://testserver/board/"})
    client.get(f"{URL}?q=bella&status=all", headers=FROM_THE_LIST)
    assert tab_of(client) == "review"  # neither a link from elsewhere nor words that were looked for are kept
    assert tab_of(other) == "open"
    assert "Usual view" not in shown(client, "?view=usual")
    assert tab_of(client) == "open"


def test_words_are_looked_for_among_all_orders_until_a_tab_is_opened():
    client = client_of(make_employee())
    done = make_order(patient=PatientDetails(name="Bella"), status=Status.REALIZED)
    assert listed(client, "?q=bella&was=open") == [done.number]
    assert listed(client, "?q=bella&was=open&was_q=bella") == []
    assert tab_of(client, "?q=&was=all&was_q=bella") == "open"
    assert counts_of(client, "?q=bella&status=open") == {
        "open": "0",
        "all": "1",
        **{state.value: str(int(state == Status.REALIZED)) for state in Status},
    }


def test_tabs_count_what_they_would_show_in_few_statements():
    client = client_of(make_employee())
    ann = make_technician()
    for _place in range(2):
        make_order(make_line(performer=ann), status=Status.REVIEW)
    back = make_order(make_line(performer=ann), status=Status.REVIEW)
    make_order()
    said = "dull"
    return_order_to_production(
        back.pk, make_cause(make_employee(roles=["reviewer"])), reason=said, task_ids=finished(back.pk)
    )
    expected = {
        "open": "4",
        "drafting": "1",
        "pending": "0",
        "production": "1",
        "review": "2",
        "produced": "0",
    }
    assert counts_of(client) == expected | {"returned": "1"}
    by_ann = counts_of(client, f"?performer={ann.pk}")
    assert by_ann == expected | {"open": "3", "drafting": "0"}
    assert listed(client, "?status=returned") == [back.number]
    (row,) = client.get(f"{URL}?status=production").context["rows"]
    assert row.returned == "Returned"
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) <= 14


@pytest.mark.parametrize("moved", [30, -30])
def test_a_page_begins_at_its_place_whatever_became_of_the_order_that_stood_there(monkeypatch, moved):
    """T30: the last order of the first page gets another due date before the next page is asked for."""
    client = client_of(make_employee())
    monkeypatch.setattr(paging, "PAGE", 2)
    orders = [make_order(due_on=due(days)) for days in range(1, 6)]
    first = client.get(URL)
    assert [row.number for row in first.context["rows"]] == [order.number for order in orders[:2]]
    Order.objects.filter(pk=orders[1].pk).update(due_on=due(2 + moved))
    assert listed(client, first.context["older_url"]) == [order.number for order in orders[2:4]]


def test_what_no_page_of_ours_sends_narrows_nothing_and_what_is_gone_is_named():
    anna, marker = make_technician(name="Anna"), Marker.objects.create(name="Old", is_active=False)
    person = make_employee()
    client, order = client_of(person), make_order(make_line(performer=anna))
    anna.role_grants.all().delete()
    late = "9999-12-31T23:59:59-12:00_5"
    assert listed(client, f"?drawn_from=2020-01-01&before={late}") == [order.number]
    assert client.get(f"{URL}?status=open", headers={"Referer": "http://[x/"}).status_code == 200
    for asked, name in (
        (f"performer={anna.pk}", "Anna"),
        (f"marker={marker.pk}", "Old"),
        ("marker=98765", "a marker that is not there any more"),
        ("customer=98765", "a customer who is not there any more"),
    ):
        assert [said for said, _url in client.get(f"{URL}?{asked}").context["chips"]] == [name]
    client.cookies[f"orders_{person.pk}"] = "marker=98765"
    assert "a marker that is not there any more" in client.get(URL).text


def test_every_tab_says_how_many_it_holds_now_and_not_how_many_it_held():
    """Statements of the counts are kept; what they find is not."""
    client, tess = client_of(make_employee(roles=["administrator", "accountant"])), make_technician()
    mine, hers = make_technician(), client_of(tess)
    for n in (1, 2):
        make_charged_order()
        make_order(make_line(performer=tess), make_line(performer=mine))
        for tab in ("unpaid", "realized", "all", "open", "drafting"):
            answer = client.get(URL, {"status": tab})
            assert answer.context["counts"].total == len(answer.context["rows"])
        assert hers.get(URL, {"status": "mine"}).context["counts"].total == n
        assert client_of(mine).get(URL, {"status": "mine"}).context["counts"].total == n
    assert client_of(make_technician()).get(URL, {"status": "mine"}).context["counts"].total == 0
