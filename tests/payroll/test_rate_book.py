"""Adding and retiring rates: with an event, never two for the same work and day, never rewritten."""

from datetime import date
from decimal import Decimal

import pytest

from lab.events import NotAllowed
from lab.models import Event
from payroll.models import Rate
from payroll.rate_book import RateExists, RateIsRetired, add_rate, retire_rate
from tests.factories.catalog import make_service
from tests.factories.lab import make_cause, make_employee
from tests.factories.payroll import make_rate

pytestmark = pytest.mark.django_db


def by(role="accountant"):
    return make_cause(make_employee(roles=[role]))


def add(**fields):
    terms = {"role": "performer", "employee": None, "service": None, "kind": "percent", "figure": Decimal(30)}
    return add_rate(**{**terms, "valid_from": date(2026, 1, 1), "cause": by(), **fields})


def test_a_rate_is_a_percent_or_an_amount():
    assert (add().percent, add(role="assistant", kind="fixed", figure=Decimal("4.50")).amount) == (
        30,
        Decimal("4.50"),
    )


def test_adding_and_retiring_leave_events_that_say_what():
    rate = add(service=make_service(code="CR1", name="Crown"))
    retire_rate(rate.pk, by())
    assert list(Event.objects.order_by("pk").values_list("verb", "role", "reason")) == [
        ("add_rate", "accountant", "Performer, everybody, CR1 Crown: 30 % from 2026-01-01"),
        ("retire_rate", "accountant", "Performer, everybody, CR1 Crown: 30 % from 2026-01-01"),
    ]


@pytest.mark.parametrize("whose", ["everybody", "one person"])
def test_a_second_rate_for_the_same_work_and_day_is_refused_and_leaves_nothing(whose):
    employee = make_employee(roles=["technician"]) if whose == "one person" else None
    add(employee=employee)
    with pytest.raises(RateExists):
        add(employee=employee, figure=Decimal(40))
    assert (Rate.objects.count(), Event.objects.count()) == (1, 1)


def test_a_retired_rate_makes_room_for_another_from_the_same_day():
    retire_rate(add().pk, by())
    assert add(figure=Decimal(40)).percent == 40


def test_retiring_twice_is_refused():
    rate = make_rate()
    retire_rate(rate.pk, by())
    with pytest.raises(RateIsRetired, match="retired already"):
        retire_rate(rate.pk, by())


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_only_accountants_set_rates(role):
    with pytest.raises(NotAllowed):
        add(cause=by(role))
    assert not Rate.objects.exists()
