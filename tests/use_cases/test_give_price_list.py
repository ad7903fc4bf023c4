"""Give a price list: the customer has it from the day on, in its history too; what cannot be is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from customers.models import CustomerPriceList
from customers.prices import held_by, price_list_on
from lab.models import Event
from lab.records import history_of
from tests.factories.customers import make_counterparty
from tests.factories.price_lists import give_price_list as has
from tests.factories.price_lists import make_price_list
from workflow.money.give_price_list import NotGiven, give_price_list

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def chain():
    return make_price_list(name="Chain")


@pytest.fixture
def clinic():
    return make_counterparty(name="North Clinic", notes="Rings first")


@pytest.mark.parametrize("role", ["manager", "accountant"])
def test_the_customer_has_it_from_the_day_on(by, chain, clinic, role):
    cause = by(role)
    give_price_list(chain.pk, clinic.pk, day(3), cause)
    assert price_list_on(clinic.pk, day(2)) is None
    assert price_list_on(clinic.pk, day(3)) == chain.pk
    assert Event.objects.filter(verb="correct_customer", actor=cause.actor).exists()
    told = [change.after for event in history_of(clinic, with_money=True) for change in event.changes]
    assert any("Chain from" in str(after) for after in told)
    clinic.refresh_from_db()
    assert clinic.notes == "Rings first"


def test_what_the_customer_has_on_the_day_already_is_refused(by, chain, clinic):
    has(clinic, chain, day(-5))
    with pytest.raises(NotGiven, match="“North Clinic” has this list on"):
        give_price_list(chain.pk, clinic.pk, day(0), by("manager"))
    vets = make_price_list(name="Vets")
    has(clinic, vets, day(4))
    with pytest.raises(NotGiven, match="“North Clinic” has Vets from"):
        give_price_list(chain.pk, clinic.pk, day(4), by("manager"))
    assert CustomerPriceList.objects.count() == 2


def test_a_list_off_offer_and_a_customer_who_left_get_nothing(by, chain, clinic):
    gone = make_counterparty(name="South Clinic", is_active=False)
    with pytest.raises(NotGiven, match="“South Clinic” is not active any more"):
        give_price_list(chain.pk, gone.pk, day(0), by("manager"))
    chain.is_active = False
    chain.save()
    with pytest.raises(NotGiven, match="“Chain” is no longer on offer"):
        give_price_list(chain.pk, clinic.pk, day(0), by("manager"))


def test_it_is_told_who_has_it_on_which_days(chain):
    vets = make_price_list(name="Vets")
    rows = {
        "East": [(chain, -30), (vets, -10)],
        "North": [(chain, -30), (chain, -9), (None, 5), (chain, 8)],
        "South": [(chain, 3)],
        "West": [(vets, -3)],
    }
    for name, given in rows.items():
        customer = make_counterparty(name=name)
        for price_list, days in given:
            has(customer, price_list, day(days))
    assert [(held.customer.name, held.since, held.until) for held in held_by(chain.pk, day(0))] == [
        ("North", day(-30), day(4)),
        ("North", day(8), None),
        ("South", day(3), None),
    ]
