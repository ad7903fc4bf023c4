"""Pay for orders in a foreign currency: booked in the laboratory's, at the rate of the posting day, which is stored."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction

from common import triggers
from lab.exchange import RateMissing
from payroll import ledger
from payroll.models import PayrollEntry
from tests.factories.bare_orders import make_event
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import make_settings
from tests.factories.payroll import make_fact, make_rate
from verification.currencies import amounts_have_the_places_of_their_currency
from verification.pay import pay_is_what_its_rule_says

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 11, 20), date(2026, 12, 2)


def accrue(*facts, source=None, on=DAY):
    return ledger.accrue({source or facts[0].source: list(facts)}, event=make_event(), on=on)


def test_a_percent_is_taken_of_the_worth_at_the_rate_of_the_day():
    """333.33 CHF × 1.0672 = 355.729… → 355.73 EUR, of which 30 % = 106.719 → 106.72 EUR."""
    make_rate(percent=Decimal(30))
    make_exchange_rate("CHF", "1.0672", day=DAY - timedelta(days=2))
    (entry,) = accrue(make_fact(net=Decimal("333.33"), currency="CHF"))
    assert (entry.base, entry.amount, entry.currency) == (Decimal("355.73"), Decimal("106.72"), "EUR")
    assert (entry.foreign_base, entry.foreign_currency) == (Decimal("333.33"), "CHF")
    assert (entry.exchange_rate, entry.exchange_day) == (Decimal("1.0672"), DAY - timedelta(days=2))
    assert pay_is_what_its_rule_says().wrong == []


def test_a_rate_of_the_gross_keeps_both_worths_in_both_currencies():
    make_rate(percent=Decimal(10), base="gross")
    make_exchange_rate("CHF", "1.1", day=DAY)
    (entry,) = accrue(make_fact(gross=Decimal(200), net=Decimal(150), currency="CHF"))
    assert (entry.base, entry.net, entry.amount) == (220, 165, 22)
    assert (entry.foreign_base, entry.foreign_net) == (200, 150)
    assert (entry.order_base, entry.order_worth, entry.order_currency) == (200, 150, "CHF")


def test_a_fixed_rate_is_the_laboratorys_money_already():
    make_rate(amount=Decimal("4.50"))
    make_exchange_rate("CHF", "1.1", day=DAY)
    (entry,) = accrue(make_fact(quantity=Decimal(3), currency="CHF"))
    assert (entry.amount, entry.base) == (Decimal("13.50"), 110)


def test_the_same_facts_again_book_nothing_whatever_the_rate_is_meanwhile():
    make_rate()
    make_exchange_rate("CHF", "1.1", day=DAY)
    fact = make_fact(currency="CHF")
    accrue(fact)
    make_exchange_rate("CHF", "1.3", day=LATER)
    assert accrue(fact, on=LATER) == []
    assert pay_is_what_its_rule_says().wrong == []


def test_taking_back_needs_no_rate_and_takes_back_exactly_what_was_booked():
    make_rate(percent=Decimal(30))
    make_exchange_rate("CHF", "1.0672", day=DAY)
    fact = make_fact(net=Decimal("333.33"), currency="CHF")
    (first,) = accrue(fact)
    (back,) = accrue(source=fact.source, on=DAY + timedelta(days=400))
    assert (back.amount, back.base, back.foreign_base) == (-first.amount, -first.base, Decimal("-333.33"))
    assert (back.exchange_rate, back.exchange_day) == (first.exchange_rate, first.exchange_day)


def test_what_changes_is_booked_anew_at_the_rate_of_its_own_day():
    make_rate()
    make_exchange_rate("CHF", "1.1", day=DAY)
    make_exchange_rate("CHF", "1.2", day=LATER)
    fact = make_fact(currency="CHF")
    accrue(fact)
    _back, anew = accrue(replace(fact, net=Decimal(120)), on=LATER)
    assert (anew.base, anew.amount, anew.exchange_rate) == (144, Decimal("14.40"), Decimal("1.2"))


def test_an_old_rate_is_none():
    make_rate()
    make_exchange_rate("CHF", "1.1", day=DAY - timedelta(days=32))
    with pytest.raises(RateMissing):
        accrue(make_fact(currency="CHF"))


def test_a_laboratory_that_counts_in_yen_pays_whole_yen_for_work_in_euros():
    """99.99 EUR × 168.03 = 16,801.3… → 16,801 JPY, of which 12.5 % = 2,100.125 → 2,100 JPY."""
    make_settings(currency="JPY")
    make_rate(percent=Decimal("12.5"))
    make_exchange_rate("EUR", "168.03", base="JPY", day=DAY)
    (entry,) = accrue(make_fact(net=Decimal("99.99"), currency="EUR"))
    assert (entry.base, entry.amount, entry.currency) == (16801, 2100, "JPY")
    assert amounts_have_the_places_of_their_currency().wrong == []


def test_work_in_dinars_is_converted_from_three_places():
    make_rate(percent=Decimal(10))
    make_exchange_rate("KWD", "2.8125", day=DAY)
    (entry,) = accrue(make_fact(net=Decimal("35.555"), currency="KWD"))
    assert (entry.base, entry.amount) == (Decimal("100.00"), Decimal("10.00"))
    assert amounts_have_the_places_of_their_currency().wrong == []


def test_25_a_base_that_its_stored_rate_does_not_say_is_named(engine):
    from django.db import connection

    make_rate()
    make_exchange_rate("CHF", "1.1", day=DAY)
    (entry,) = accrue(make_fact(currency="CHF"))
    triggers.lift(connection)
    models.QuerySet(PayrollEntry).filter(pk=entry.pk).update(exchange_rate=Decimal("1.2"))
    triggers.lay(connection)
    assert "its rate says 120.00" in pay_is_what_its_rule_says().wrong[0]


def test_half_an_exchange_is_refused_by_the_database():
    make_rate()
    (entry,) = accrue(make_fact())
    entry.pk, entry._state.adding, entry.source_version, entry.foreign_currency = None, True, 2, "CHF"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)
