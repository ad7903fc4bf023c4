"""What the order page shows of billing, and to whom."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from billing.ledger import acts
from billing.panels import acts_panel, order_panel, papers_panel
from billing.standing import PaymentState, payment_state
from tests.factories.billing import (
    Ordered,
    make_act,
    make_charged_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    settle_price,
    today,
)
from tests.factories.catalog import make_material
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager():
    return make_employee(roles=["manager"])


@pytest.fixture
def technician():
    return make_employee(roles=["technician"])


def drawn(panel) -> str:
    return render_to_string(panel.template, {**panel.context, "panel": panel})


def test_money_before_any_act_is_preliminary_with_a_dash(manager):
    panel = order_panel(make_priced_order(Ordered("80.00", "2")), manager)
    figures = [panel.context[key] for key in ("preliminary", "final", "difference", "charge", "open")]
    assert figures == [Decimal(160), None, None, None, None]
    assert "–" in drawn(panel)


def test_money_of_a_charged_order_shows_what_is_paid_and_open(manager):
    order = make_charged_order("100.00")
    make_payment(order.customer, "40.00", order=order)
    context = order_panel(order, manager).context
    assert (context["charge"].amount, context["paid"], context["open"]) == (
        Decimal(100),
        Decimal(40),
        Decimal(60),
    )
    assert context["state"] == PaymentState.PART_PAID


def test_the_difference_between_preliminary_and_final_is_shown(manager):
    order = make_priced_order(Ordered("10.00", "3"))
    make_posted_act(order, {order.lines.get(): "2"})
    panel = order_panel(order, manager)
    assert panel.context["difference"] == Decimal(-10)
    assert "−10.00" in drawn(panel)


def test_money_and_papers_are_not_for_technicians(technician):
    order = make_charged_order()
    assert order_panel(order, technician) is None
    assert papers_panel(order, technician) is None


def test_a_payment_state_stands_from_the_charge_on_or_where_more_was_paid_than_the_order_costs(manager):
    order = make_posted_act(make_priced_order()).order
    settle_price(order)
    make_payment(order.customer, "30.00", order=order)
    assert order_panel(order, manager).context["state"] is None
    make_payment(order.customer, order.final_price, order=order)
    assert order_panel(order, manager).context["state"] == PaymentState.OVERPAID == payment_state(order)


def test_acts_show_people_state_lines_materials_and_total(manager):
    order, gold = make_priced_order(Ordered("80.00", "2")), make_material(name="Gold", unit="g")
    act = make_posted_act(
        order,
        performer=make_employee("Ada Smith", roles=["technician"]),
        assistant=make_employee("Bob Brown", roles=["technician"]),
        materials=[(gold.pk, Decimal("1.5"))],
        automatic=True,
    )
    said = " ".join(drawn(acts_panel(order, manager)).split())
    for words in (act.number, "Ada Smith", "Bob Brown", "Posted", "Gold 1.5 g", "160.00"):
        assert words in said


def test_a_technician_sees_acts_without_amounts_nor_their_papers(technician):
    order = make_priced_order(Ordered("7777.77"))
    act = make_posted_act(order)
    panel = acts_panel(order, technician)
    said = drawn(panel)
    assert act.number in said
    assert "777" not in said
    assert "/pdf/" not in said
    assert [(shown.total, shown.lines[0].amount) for shown in panel.context["acts"]] == [(None, None)]


def test_an_act_and_its_counter_act_stand_in_the_panel(manager):
    order = make_priced_order()
    act = make_posted_act(order)
    counter = acts.reverse(act, event=make_event(), on=today())
    make_act(order)
    shown = acts_panel(order, manager).context["acts"]
    assert [str(one.state) for one in shown] == ["reversed", "counter", "draft"]
    assert [one.counterpart for one in shown] == [counter.number, act.number, None]


def test_papers_are_posted_acts_and_closing_documents(manager):
    order = make_charged_order()
    make_act(make_priced_order())
    panel = papers_panel(order, manager)
    (act,), (document,) = panel.context["acts"], panel.context["documents"]
    said = drawn(panel)
    assert f"/acts/{act.number}/pdf/" in said
    assert f"/billing/documents/{document.number}/pdf/" in said
    for paper in (act.issued, document.issued):
        assert f"/check/{paper.code}/" in said
    assert "taken back" not in said


def test_a_reviewer_sees_act_papers_but_no_closing_documents():
    panel = papers_panel(make_charged_order(), make_employee(roles=["reviewer"]))
    assert len(panel.context["acts"]) == 1
    assert panel.context["documents"] == []


def test_panels_take_as_many_queries_for_many_acts_as_for_one(manager, django_assert_max_num_queries):
    order = make_priced_order(*[Ordered() for _ in range(6)])
    for line in order.lines.all():
        make_posted_act(order, {line: "1"}, materials=[(make_material().pk, Decimal(1))])
    may_of = manager.roles  # the roles are read once a request
    assert may_of
    with django_assert_max_num_queries(4):
        drawn(acts_panel(order, manager))
    with django_assert_max_num_queries(5):
        drawn(order_panel(order, manager))
    with django_assert_max_num_queries(4):  # with their issued papers and what became of those
        drawn(papers_panel(order, manager))
