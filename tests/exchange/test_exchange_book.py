"""Entering exchange rates: with an event, corrected by a newer row, never what no rate can be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from common.ledger import BookedRowsOnlyGrow
from common.refusals import Refused
from lab.events import NotAllowed
from lab.exchange import rate
from lab.exchange_book import NotARate, RateStands, RateTold, import_exchange_rates, set_exchange_rate
from lab.models import Event, ExchangeRate
from tests.factories.lab import make_cause, make_employee

pytestmark = pytest.mark.django_db


def by(role="accountant"):
    return make_cause(make_employee(roles=[role]))


def told(currency="CHF", figure="1.0672", base="EUR", day: date | None = None, **fields) -> RateTold:
    return RateTold(day or timezone.localdate(), currency, base, Decimal(figure), **fields)


def test_a_rate_leaves_an_event_that_says_what():
    day = date(2026, 11, 12)
    set_exchange_rate(told(day=day, note="house bank"), by("manager"))
    assert list(Event.objects.values_list("verb", "role", "reason")) == [
        ("set_exchange_rate", "manager", "1 CHF = 1.0672 EUR, 2026-11-12")
    ]
    assert ExchangeRate.objects.get().note == "house bank"


def test_a_correction_is_another_row_and_the_first_stays():
    set_exchange_rate(told(figure="1.0672"), by())
    set_exchange_rate(told(figure="1.0762"), by())
    assert ExchangeRate.objects.count() == 2
    assert rate("CHF", "EUR", timezone.localdate()) == Decimal("1.0762")


def test_the_same_again_is_refused():
    set_exchange_rate(told(), by())
    with pytest.raises(RateStands, match=r"^1 CHF = 1\.0672 EUR stands for"):
        set_exchange_rate(told(), by())
    assert ExchangeRate.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"currency": "XXZ"}, "“XXZ” is no currency"),
        ({"base": "EURO"}, "“EURO” is no currency"),
        ({"currency": "EUR"}, "A rate is between two currencies"),
        ({"figure": "0"}, "A rate is above 0."),
        ({"figure": "-1.05"}, "A rate is above 0."),
        ({"figure": "9000001"}, "A rate is at most"),
        ({"figure": "1.1234567890123"}, "A rate is at most"),
        ({"day": timezone.localdate() + timedelta(days=1)}, r".* is still to come"),
        ({"day": date(26, 11, 12)}, r".*cannot be meant"),
    ],
)
def test_what_no_rate_can_be_is_refused_in_a_sentence(wrong, sentence):
    with pytest.raises(Refused, match=sentence):
        set_exchange_rate(told(**wrong), by())
    assert not ExchangeRate.objects.exists()
    assert not Event.objects.filter(verb="set_exchange_rate").exists()


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_only_accountants_and_managers_enter_rates(role):
    with pytest.raises(NotAllowed):
        set_exchange_rate(told(), by(role))
    assert not ExchangeRate.objects.exists()


def test_many_are_entered_together_and_those_that_stand_left_out():
    set_exchange_rate(told("CHF"), by())
    made = import_exchange_rates([told("CHF"), told("USD", "0.92"), told("GBP", "1.19")], by())
    assert {row.currency for row in made} == {"USD", "GBP"}
    assert len({row.event_id for row in made}) == 1
    assert Event.objects.get(verb="import_exchange_rates").reason == "2: EUR, GBP, USD"


def test_one_wrong_rate_leaves_nothing_of_the_others():
    with pytest.raises(NotARate):
        import_exchange_rates([told("USD", "0.92"), told("GBP", "0")], by())
    assert not ExchangeRate.objects.exists()


def test_an_import_that_brings_nothing_new_is_refused():
    set_exchange_rate(told(), by())
    with pytest.raises(Refused, match="stands already"):
        import_exchange_rates([told()], by())


def test_a_rate_that_was_entered_is_never_rewritten():
    made = set_exchange_rate(told(), by())
    made.rate = Decimal(2)
    with pytest.raises(BookedRowsOnlyGrow):
        made.save()
    with pytest.raises(BookedRowsOnlyGrow):
        made.delete()
