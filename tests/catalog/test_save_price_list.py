"""Price lists are drawn up: what a version may say, which one holds on a day, what no form is trusted with."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import PriceList, PriceListVersion, PriceRule
from catalog.prices import rules_on, version_on
from catalog.save_price_list import PriceListRefused, save_price_list, save_version
from common.refusals import Refused
from lab.events import NotAllowed
from lab.models import Event
from tests.factories.catalog import make_group, make_service
from tests.factories.orders import cause
from tests.factories.price_lists import make_price_list, make_version, rule

pytestmark = pytest.mark.django_db


def day(distance: int):
    return timezone.localdate() + timedelta(days=distance)


def refused(sentence: str, *rules, price_list=None, **days):
    with pytest.raises(Refused, match=sentence):
        make_version(price_list or make_price_list(), *rules, **{"valid_from": day(3), **days})
    assert not PriceRule.objects.filter(version__valid_from=day(3)).exists()


def test_a_version_says_its_rules_and_the_event_who_wrote_them():
    crown, group = make_service(), make_group()
    listed = make_price_list(
        rule("percent_off", 10), rule("amount_off", 5, group=group), rule("own_price", "95.50", service=crown),
        name="Chain",
    )  # fmt: skip
    version = listed.versions.get()
    assert (version.number, str(version)) == (1, "Chain, version 1")
    assert [str(row) for row in version.rules.all()] == [
        "everything: 10 % off",
        f"{group}: 5.00 EUR off",
        f"{crown}: own price 95.50 EUR",
    ]
    assert Event.objects.filter(verb="add_price_list_version", reason="Chain, version 1").exists()


def test_of_several_versions_the_one_that_began_last_holds_until_its_last_day():
    listed = make_price_list(rule("percent_off", 5), valid_from=day(-30))
    campaign = make_version(listed, rule("percent_off", 20), valid_from=day(2), last_day=day(4))
    basic = listed.versions.get(number=1)
    held = [version_on(listed.pk, day(distance)) for distance in (-31, -30, 1, 2, 4, 5)]
    assert held == [None, basic, basic, campaign, campaign, basic]
    assert [row.percent for row in rules_on(listed.pk, day(3))] == [20]
    assert rules_on(None, day(3)) == []


def test_what_begins_today_can_be_put_right_today_by_another_version():
    listed = make_price_list(rule("percent_off", 5))
    later = make_version(listed, rule("percent_off", 6))
    assert version_on(listed.pk, day(0)) == later


def test_a_list_that_ends_before_it_begins_is_refused():
    refused("A price list cannot end before it begins.", last_day=day(2))
    refused("A price list cannot end before it begins.", last_day=day(-400))
    version = make_price_list().versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceListVersion.objects.filter(pk=version.pk).update(last_day=day(-1))


def test_two_rules_for_the_same_are_refused_in_words_and_by_the_database():
    crown, group = make_service(), make_group()
    for target in ({"service": crown}, {"group": group}, {}):
        twice = (rule("percent_off", 10, **target), rule("own_price", 5, **target))
        refused("There are two rules for the same", *twice)
        row = make_price_list(twice[0]).versions.get().rules.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize("figure", ["-100", "-5", "0"])
@pytest.mark.parametrize("kind", ["percent_off", "percent_on", "amount_off", "amount_on"])
def test_what_comes_off_or_on_top_is_more_than_nothing(kind, figure):
    refused("Enter more than 0; whether it comes off or on top, the kind says.", rule(kind, figure))


def test_figures_that_cannot_be_meant_are_refused_in_words_and_by_the_database():
    refused("100 % off or more would leave no price.", rule("percent_off", 100))
    refused("More than 500 % on top cannot be meant.", rule("percent_on", "500.01"))
    refused("A price is 0 or more.", rule("own_price", -1))
    row = make_price_list(rule("percent_off", 10)).versions.get().rules.get()
    for wrong in ({"percent": Decimal(100)}, {"percent": Decimal(-5)}, {"amount": 5}, {"kind": "own_price"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceRule.objects.filter(pk=row.pk).update(**wrong)


def test_an_amount_for_a_service_in_another_currency_is_refused():
    crown = make_service(name="Crown", currency="USD")
    refused(
        "“Crown” is priced in USD, the amounts of this list are in EUR.", rule("own_price", 5, service=crown)
    )
    make_price_list(rule("percent_off", 5, service=crown))


def test_no_version_is_made_for_a_day_that_has_passed_nor_for_the_day_of_another_to_come():
    listed = make_price_list()
    passed = PriceListVersion(price_list=listed, valid_from=day(-1))
    with pytest.raises(Refused, match="This day has passed"):
        save_version(passed, cause(), rules=[])
    make_version(listed, valid_from=day(5))
    with pytest.raises(PriceListRefused, match="Version 2 begins on"):
        make_version(listed, valid_from=day(5))


def test_a_version_to_come_is_changed_and_one_that_has_begun_stays():
    crown = make_service()
    listed = make_price_list(rule("percent_off", 5))
    coming = make_version(
        listed, rule("percent_off", 5), rule("own_price", 8, service=crown), valid_from=day(5)
    )
    kept = coming.rules.get(service=crown).pk
    coming.valid_from = day(6)
    save_version(coming, cause(), rules=[rule("own_price", 9, service=crown)])
    coming.refresh_from_db()
    row = coming.rules.get()
    assert (coming.valid_from, row.pk, row.amount, coming.number) == (day(6), kept, 9, 2)
    begun = listed.versions.get(number=1)
    with pytest.raises(PriceListRefused, match="This version has begun"):
        save_version(begun, cause(), rules=[])
    assert begun.rules.count() == 1


def test_the_currency_stays_once_a_rule_says_an_amount():
    listed = make_price_list(rule("percent_off", 5))
    listed.currency = "USD"
    save_price_list(listed, cause())
    make_version(listed, rule("amount_off", 5), valid_from=day(3))
    listed.currency = "EUR"
    with pytest.raises(PriceListRefused, match="Rules of this list say amounts in USD"):
        save_price_list(listed, cause())


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_who_edits_the_catalogue_draws_up_prices(role):
    with pytest.raises(NotAllowed):
        save_price_list(PriceList(name="Mine"), cause(role))
    listed = make_price_list()
    with pytest.raises(NotAllowed):
        save_version(PriceListVersion(price_list=listed, valid_from=day(3)), cause(role), rules=[])
