"""What an order shows of pay."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from payroll import ledger
from payroll.panels import order_panel
from tests.factories.bare_orders import make_bare_order, make_event
from tests.factories.lab import make_employee
from tests.factories.payroll import make_accrual, make_rate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager():
    return make_employee(roles=["manager"])


def shown(panel):
    return render_to_string(panel.template, {**panel.context, "panel": panel})


def test_pay_is_shown_by_person_and_role_with_its_total(manager):
    make_rate()
    make_rate(role="assistant", amount=Decimal(5))
    order = make_bare_order()
    anna, boris = (make_employee(name=name, roles=["technician"]) for name in ("Anna", "Boris"))
    for person, role in [(anna, "performer"), (anna, "performer"), (anna, "assistant"), (boris, "performer")]:
        make_accrual(person, order=order, role=role)
    make_accrual(boris)
    panel = order_panel(order, manager)
    assert [(row["employee__name"], row["role"], row["total"]) for row in panel.context["rows"]] == [
        ("Anna", "Assistant", 5),
        ("Anna", "Performer", 20),
        ("Boris", "Performer", 10),
    ]
    assert panel.context["totals"] == {"EUR": 35}
    assert "35.00 EUR" in shown(panel)


def test_what_was_taken_back_is_not_shown(manager):
    make_rate()
    entry = make_accrual()
    ledger.accrue({entry.source: []}, event=make_event(), on=date(2026, 11, 11))
    panel = order_panel(entry.order, manager)
    assert panel.context["rows"] == []
    assert "Nothing is booked yet" in shown(panel)


def test_work_without_a_rate_is_shown_with_nothing_earned(manager):
    panel = order_panel(make_accrual().order, manager)
    assert [row["total"] for row in panel.context["rows"]] == [0]


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_who_may_not_see_pay_gets_no_panel(role):
    assert order_panel(make_bare_order(), make_employee(roles=[role])) is None


def test_the_panel_costs_one_statement(manager, django_assert_num_queries):
    order = make_bare_order()
    for _entry in range(4):
        make_accrual(order=order)
    assert manager.roles
    with django_assert_num_queries(1):
        shown(order_panel(order, manager))
