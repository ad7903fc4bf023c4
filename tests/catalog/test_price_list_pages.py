"""The pages of price lists: drawing one up, its versions, what is refused, who sees what."""

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import PriceList, PriceListVersion, PriceRule
from catalog.panels import versions_told
from common.days import day_and_year
from lab.once import new_token
from tests.factories.catalog import make_group, make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.price_lists import give_price_list, make_price_list, make_version, rule

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_employee(roles=[role]))
    return client


def day(distance: int):
    return timezone.localdate() + timedelta(days=distance)


def typed(*rules, valid_from=None, last_day="", **fields):
    """What the browser sends of a version; each rule is (target, kind, figure)."""
    sent = {"form_token": new_token(), "valid_from": valid_from or day(3), "last_day": last_day, **fields}
    sent |= {"rules-TOTAL_FORMS": len(rules), "rules-INITIAL_FORMS": 0}
    for number, (target, kind, figure) in enumerate(rules):
        row = {"target": target, "kind": kind, "figure": figure}
        sent |= {f"rules-{number}-{name}": said for name, said in row.items()}
    return sent


def new_version(client, price_list, *rules, **said):
    return client.post(reverse("catalog:version_new", args=[price_list.pk]), typed(*rules, **said))


def test_a_list_is_made_and_leads_to_its_first_version():
    sent = {"form_token": new_token(), "name": "Chain", "currency": "eur", "is_active": "on"}
    answer = client_of("manager").post(reverse("catalog:price_list_new"), sent)
    listed = PriceList.objects.get()
    assert (listed.name, listed.currency) == ("Chain", "EUR")
    assert answer.url == f"/catalog/price-lists/{listed.pk}/versions/new/"


def test_a_list_of_the_same_name_is_refused_in_words():
    make_price_list(name="Chain")
    sent = {"form_token": new_token(), "name": "Chain", "currency": "EUR", "is_active": "on"}
    answer = client_of("manager").post(reverse("catalog:price_list_new"), sent)
    assert answer.status_code == 422
    assert "There is already a price list of this name." in answer.content.decode()


def test_rules_for_everything_a_group_and_a_service_are_saved_as_typed():
    crown, group, listed = make_service(), make_group(), make_price_list()
    rules = [
        ("all", "percent_off", "10 %"),
        (f"g{group.pk}", "amount_off", "5 EUR"),
        (f"s{crown.pk}", "own_price", "95,50"),
    ]
    assert new_version(client_of("manager"), listed, *rules).status_code == 302
    said = [
        (row.service, row.group, row.kind, row.figure) for row in listed.versions.get(number=2).rules.all()
    ]
    assert said == [
        (None, None, "percent_off", 10),
        (None, group, "amount_off", 5),
        (crown, None, "own_price", Decimal("95.50")),
    ]


@pytest.mark.parametrize(
    ("rules", "said", "sentence"),
    [
        ([], {"last_day": "2020-01-01"}, "A price list cannot end before it begins."),
        ([("all", "percent_off", "-100")], {}, "Enter more than 0; whether it comes off or on top"),
        ([("all", "percent_off", "100")], {}, "100 % off or more would leave no price."),
        ([("all", "percent_on", "900")], {}, "More than 500 % on top cannot be meant."),
        ([("all", "percent_off", "ten")], {}, "Enter a number, for example 12.50."),
        ([("all", "percent_off", "5"), ("all", "own_price", "5")], {}, "There is already a rule for this."),
        ([("s987654", "percent_off", "5")], {}, "This is not in the catalogue any more."),
        ([("", "percent_off", "5")], {}, "Choose what the rule is for, or remove the row."),
        ([("all", "amount_off", "5 USD")], {}, "This amount is in EUR"),
        ([], {"valid_from": "2020-01-01"}, "This day has passed."),
    ],
)  # fmt: skip
def test_bad_input_is_answered_by_a_sentence_and_nothing_is_lost(rules, said, sentence):
    listed = make_price_list()
    answer = new_version(client_of("manager"), listed, *rules, **said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert all(f'value="{figure}"' in shown for _target, _kind, figure in rules)
    assert listed.versions.count() == 1
    assert not PriceRule.objects.exists()


def test_an_amount_for_a_service_in_another_currency_comes_back_with_the_sentence():
    crown = make_service(name="Crown", currency="USD")
    answer = new_version(client_of("manager"), make_price_list(), (f"s{crown.pk}", "own_price", "5"))
    assert answer.status_code == 422
    assert "“Crown” is priced in USD, the amounts of this list are in EUR." in answer.content.decode()


def test_a_new_version_begins_as_a_copy_of_the_last_one():
    crown = make_service(name="Crown")
    listed = make_price_list(rule("percent_off", 10), rule("own_price", 95, service=crown))
    shown = client_of("manager").get(reverse("catalog:version_new", args=[listed.pk])).content.decode()
    assert 'value="10"' in shown
    assert 'value="95.00"' in shown
    assert f'<option value="s{crown.pk}" selected>' in shown


def test_a_further_version_begins_tomorrow_unless_said_otherwise():
    """One that is in force at once cannot be discarded any more."""
    manager, fresh, used = (
        client_of("manager"),
        PriceList.objects.create(name="New", currency="EUR"),
        make_price_list(),
    )
    for listed, days in ((fresh, 0), (used, 1)):
        form = manager.get(reverse("catalog:version_new", args=[listed.pk])).context["form"]
        assert form["valid_from"].value() == timezone.localdate() + timedelta(days=days)


def test_a_version_to_come_is_edited_and_one_that_has_begun_leads_back():
    client, listed = client_of("manager"), make_price_list(rule("percent_off", 5))
    coming = make_version(listed, rule("percent_off", 6), valid_from=day(4))
    url = reverse("catalog:version_edit", args=[coming.pk])
    page = client.get(url).content.decode()
    assert 'value="6"' in page
    sent = typed(("all", "percent_off", "8"), valid_from=day(5))
    sent |= {"seen": _seen(page), "rules-INITIAL_FORMS": 1}
    assert client.post(url, sent).status_code == 302
    assert coming.rules.get().percent == 8
    begun = reverse("catalog:version_edit", args=[listed.versions.get(number=1).pk])
    assert client.get(begun).url == listed.get_absolute_url()
    answer = client.post(begun, typed(("all", "percent_off", "8")))
    assert answer.status_code == 422
    assert "This version has begun" in answer.content.decode()


def test_the_page_tells_versions_rules_and_customers():
    crown, group = make_service(name="Crown"), make_group(name="Bridges")
    listed = make_price_list(rule("percent_off", 10), rule("amount_on", 3, group=group))
    make_version(listed, rule("own_price", 95, service=crown), valid_from=day(4), last_day=day(9))
    give_price_list(make_counterparty(name="North Clinic"), listed)
    give_price_list(make_counterparty(name="South Clinic"), listed, day(9))
    shown = client_of("accountant").get(listed.get_absolute_url()).content.decode()
    for words in ("10 % off", "3.00 EUR on top", "own price 95.00 EUR", "Bridges", "North Clinic", "to come"):
        assert words in shown
    assert "New version" not in shown  # accountants read


def test_the_list_tells_what_holds_and_what_comes_next_in_few_statements():
    client = client_of("manager")
    url = reverse("catalog:price_list_list")
    assert "No price list yet" in client.get(url).content.decode()
    for name in ("Chain", "Vets", "Third"):
        listed = make_price_list(rule("percent_off", 10), name=name)
        make_version(listed, valid_from=day(4))
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(url).content.decode()
    assert shown.index("Chain") < shown.index("Third") < shown.index("Vets")
    assert "Version 1 since" in shown
    assert "Version 2 from" in shown
    assert len(asked) <= 7
    assert "Chain" not in client.get(f"{url}?q=vets").content.decode().split("filter-summary")[1]


def test_a_list_that_customers_have_asks_before_it_is_switched_off():
    listed = make_price_list(name="Chain")
    give_price_list(make_counterparty(), listed)
    client, sent = client_of("manager"), {"form_token": new_token(), "name": "Chain", "currency": "EUR"}
    url = reverse("catalog:price_list_edit", args=[listed.pk])
    sent["seen"] = _seen(client.get(url).content.decode())
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "1 customer has it, and keeps it." in answer.content.decode()
    assert client.post(url, {**sent, "sure": "1"}).status_code == 302
    assert not PriceList.objects.get().is_active


def test_a_version_that_no_longer_holds_says_until_when_it_did():
    """Where a later one took its place for a time, that is until the one after it came."""
    listed = PriceList.objects.create(name="Chain", currency="EUR")
    first = make_version(listed, rule("percent_off", 5), valid_from=day(-90))
    make_version(listed, rule("percent_off", 6), valid_from=day(-60), last_day=day(-30))
    make_version(listed, rule("percent_off", 7), valid_from=day(-10))
    told = versions_told(listed.versions.all(), day(0))
    assert sorted(told.ended.values()) == [day(-30), day(-11)]
    assert told.ended[first.pk] == day(-11)
    page = client_of("manager").get(reverse("workflow:price_list_page", args=[listed.pk])).content.decode()
    assert f"From {day_and_year(day(-90))} until {day_and_year(day(-11))}" in page


def test_of_two_versions_of_one_day_the_one_that_was_replaced_ended_on_it():
    listed = PriceList.objects.create(name="Chain", currency="EUR")
    first = make_version(listed, rule("percent_off", 5), valid_from=day(0))
    make_version(listed, rule("percent_off", 6), valid_from=day(0))
    assert versions_told(listed.versions.all(), day(0)).ended == {first.pk: day(0)}


def test_the_picker_finds_everything_groups_and_services():
    group = make_group(name="Crowns and bridges")
    crown = make_service(name="Crown, zirconia", code="Z-1", group=group, price=Decimal(120))
    client, url = client_of("manager"), reverse("catalog:price_targets")
    rows = client.get(url, {"q": "crown"}).json()
    assert [(row["id"], row["text"], row["detail"]) for row in rows] == [
        (f"g{group.pk}", "Crowns and bridges", "Group"),
        (f"s{crown.pk}", "Z-1 Crown, zirconia", "120.00 EUR"),
    ]
    assert client.get(url, {"q": "every"}).json()[0]["id"] == "all"


def test_two_who_edit_a_version_to_come_both_get_their_rules():
    crown, listed = make_service(), make_price_list()
    coming = make_version(listed, rule("percent_off", 6), valid_from=day(4))
    first, second = client_of("manager"), client_of("manager")
    url = reverse("catalog:version_edit", args=[coming.pk])
    seen = _seen(first.get(url).content.decode())
    rules = ("all", "percent_off", "6"), (f"s{crown.pk}", "own_price", "5")
    beside = {"seen": seen, "rules-INITIAL_FORMS": 1}
    assert first.post(url, typed(*rules, valid_from=day(4)) | beside).status_code == 302
    changed = typed(("all", "percent_off", "7"), valid_from=day(4)) | beside
    assert second.post(url, changed).status_code == 302
    rules = PriceListVersion.objects.get(pk=coming.pk).rules
    assert sorted(rules.values_list("kind", flat=True)) == ["own_price", "percent_off"]
    assert rules.get(kind="percent_off").percent == 7


def _seen(page: str) -> str:
    return unescape(page.split('name="seen" value="')[1].split('"')[0])
