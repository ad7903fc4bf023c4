"""The pages of pay: totals of a month, the entries behind them, one's own earnings and nobody else's."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.payroll import make_accrual, make_rate

pytestmark = pytest.mark.django_db
NOVEMBER = {"month": "2026-11"}


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"payroll:{name}", args=args), query)
    assert answer.status_code == status
    return answer


def test_the_list_says_what_everybody_earned_in_the_month(accountant):
    make_rate()
    anna, boris = (make_employee(name=name, roles=["technician"]) for name in ("Anna", "Boris"))
    for person, net, day in [(anna, 100, 1), (anna, 250, 30), (boris, 40, 12)]:
        make_accrual(person, net=Decimal(net), on=date(2026, 11, day))
    make_accrual(boris, on=date(2026, 12, 1))
    shown = page(accountant, "entry_list", **NOVEMBER)
    assert [(row["employee__name"], row["rows"], row["total"]) for row in shown.context["people"]] == [
        ("Anna", 2, Decimal(35)),
        ("Boris", 1, Decimal(4)),
    ]
    assert [total["total"] for total in shown.context["totals"]] == [Decimal(39)]


def test_each_total_opens_the_entries_behind_it(accountant):
    make_rate()
    anna = make_employee(name="Anna", roles=["technician"])
    entry = make_accrual(anna)
    address = f"{reverse('payroll:employee_entries', args=[anna.pk])}?month=2026-11"
    assert address in page(accountant, "entry_list", **NOVEMBER).content.decode()
    behind = accountant.get(address)
    assert behind.context["listed"].rows[0] == entry
    assert entry.order.number in behind.content.decode()
    together = page(accountant, "month_entries", **NOVEMBER)
    assert [row.employee for row in together.context["listed"].rows] == [anna]


def test_without_a_month_the_present_one_is_shown(accountant):
    make_accrual(on=timezone.localdate())
    assert len(page(accountant, "entry_list").context["people"]) == 1


def test_nonsense_for_a_month_is_said_and_the_present_one_shown(accountant):
    shown = page(accountant, "entry_list", month="<b>2026-13")
    assert "“&lt;b&gt;2026-13” is not a month" in shown.content.decode()


def test_an_empty_month_says_what_to_do(accountant):
    assert "Nobody earned in this month" in page(accountant, "entry_list", month="2031-01").content.decode()


def test_work_without_a_rate_is_marked(accountant):
    entry = make_accrual()
    assert "no rate" in page(accountant, "employee_entries", entry.employee_id, **NOVEMBER).content.decode()


def test_people_see_their_own_earnings_only():
    make_rate()
    anna, boris = (make_employee(roles=["technician"]) for _person in range(2))
    own = make_accrual(anna, net=Decimal("123.40"))
    make_accrual(boris, net=Decimal("777.70"))
    shown = page(client_of(anna), "own_earnings", **NOVEMBER)
    assert list(shown.context["listed"].rows) == [own]
    assert "12.34" in shown.content.decode()
    assert "77.77" not in shown.content.decode()


def test_a_technician_does_not_see_the_price_of_the_own_work():
    make_rate(percent=Decimal(3))
    anna = make_employee(roles=["technician"])
    make_accrual(anna, net=Decimal("4567.00"))
    shown = page(client_of(anna), "own_earnings", **NOVEMBER)
    assert "137.01" in shown.content.decode()
    assert "4,567" not in shown.content.decode()
    assert "3 %" not in shown.content.decode()  # from pay and percent one could work the price out
    assert "base" in shown.context["listed"].rows[0].get_deferred_fields()


def test_own_earnings_are_in_ones_own_menu():
    shown = page(client_of(make_employee(roles=["technician"])), "own_earnings")
    assert f'class="dropdown-item" href="{reverse("payroll:own_earnings")}"' in shown.content.decode()


@pytest.mark.parametrize("name", ["entry_list", "month_entries", "rate_list", "rate_new"])
def test_technicians_do_not_see_the_pay_of_others(name):
    page(client_of(make_employee(roles=["technician"])), name, status=403)


def test_an_unknown_employee_is_not_found(accountant):
    page(accountant, "employee_entries", 10**9, status=404)


@pytest.mark.parametrize("name", ["entry_list", "month_entries"])
def test_the_pages_cost_the_same_statements_for_many_entries(
    name, accountant, django_assert_max_num_queries, django_assert_num_queries
):
    make_rate()
    service = make_service()
    make_accrual(service=service)
    page(accountant, name, **NOVEMBER)  # the first page of a session writes the session
    with django_assert_max_num_queries(10) as counted:
        page(accountant, name, **NOVEMBER)
    for _entry in range(8):
        make_accrual(service=service)
    with django_assert_num_queries(len(counted)):
        page(accountant, name, **NOVEMBER)
