"""A version that has not begun can be discarded; one that has begun, or priced a line, stays."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import PriceListVersion, PriceRule
from catalog.save_price_list import NoRules, PriceListRefused, discard_version, save_version
from lab.events import NotAllowed
from lab.models import Event
from lab.models.record_event import RecordEvent
from orders.models import OrderLine
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order
from tests.factories.price_lists import make_price_list, make_version, rule

pytestmark = pytest.mark.django_db


def day(ahead: int):
    return timezone.localdate() + timedelta(days=ahead)


def test_it_goes_with_its_rules_and_its_history_says_what_stood():
    listed = make_price_list(rule("percent_off", 5))
    coming = make_version(listed, rule("percent_off", 10), valid_from=day(3))
    assert discard_version(coming.pk, cause("manager")) == listed
    assert [row.percent for row in PriceRule.objects.all()] == [5]
    event = Event.objects.get(verb="discard_price_list_version")
    assert "10 % off" in str(RecordEvent.objects.get(event=event, record=coming.pk).changes)


def test_the_number_of_what_stands_is_given_to_no_other():
    listed = make_price_list(rule("percent_off", 5))
    second = make_version(listed, rule("percent_off", 6), valid_from=day(3))
    make_version(listed, rule("percent_off", 7), valid_from=day(4))
    discard_version(second.pk, cause())
    assert make_version(listed, rule("percent_off", 8), valid_from=day(5)).number == 4


def test_one_that_has_begun_stays():
    version = make_price_list(rule("percent_off", 5)).versions.get()
    with pytest.raises(PriceListRefused, match="This version has begun"):
        discard_version(version.pk, cause())


def test_one_that_priced_a_line_stays_whatever_its_day_says():
    listed = make_price_list(rule("percent_off", 5))
    make_order(make_line())
    line_rule = listed.versions.get().rules.get()
    OrderLine.objects.update(price_rule="list", rule=line_rule)
    PriceListVersion.objects.update(valid_from=day(3))
    with pytest.raises(PriceListRefused, match="A line of an order has its price from this version"):
        discard_version(listed.versions.get().pk, cause())
    assert PriceRule.objects.get() == line_rule


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_who_edits_the_catalogue_discards(role):
    coming = make_version(make_price_list(), rule("percent_off", 10), valid_from=day(3))
    with pytest.raises(NotAllowed):
        discard_version(coming.pk, cause(role))
    assert PriceListVersion.objects.filter(pk=coming.pk).exists()


def test_the_page_of_the_list_offers_it_for_versions_to_come_alone():
    listed = make_price_list(rule("percent_off", 5))
    coming = make_version(listed, rule("percent_off", 10), valid_from=day(3))
    page = client_of(make_employee(roles=["manager"])).get(listed.get_absolute_url()).text
    assert page.count("/discard/") == 1
    assert f"/catalog/price-lists/versions/{coming.pk}/discard/" in page


def test_a_version_without_rules_has_to_be_meant():
    listed = make_price_list(rule("percent_off", Decimal(5)))
    with pytest.raises(NoRules, match="There is no rule yet"):
        save_version(PriceListVersion(price_list=listed, valid_from=day(3)), cause(), rules=[])
    save_version(
        PriceListVersion(price_list=listed, valid_from=day(3)), cause(), rules=[], without_rules=True
    )
    assert listed.versions.count() == 2
