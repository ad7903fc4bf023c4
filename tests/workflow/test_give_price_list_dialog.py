"""The page of a price list names who has it, with the days, and gives it to one more customer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.days import day_and_year
from customers.prices import price_list_on
from lab.once import new_token
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.price_lists import give_price_list, make_price_list

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def client(role):
    return client_of(make_employee(roles=[role]))


@pytest.fixture
def chain():
    return make_price_list(name="Chain")


def panel(page) -> str:
    return page.content.decode().split('id="panel-customers"')[1].split("</section>")[0]


def test_the_dialog_gives_it_and_the_page_names_the_customer_with_the_day(chain):
    accountant, clinic = client("accountant"), make_counterparty(name="North Clinic")
    url, day = reverse("workflow:price_list_give", args=[chain.pk]), timezone.localdate() + timedelta(days=40)
    assert url in panel(accountant.get(chain.get_absolute_url()))
    assert "Give Chain to a customer" in accountant.get(url).content.decode()
    sent = {"customer": clinic.pk, "valid_from": day.isoformat(), "form_token": new_token()}
    answer = accountant.post(url, sent, follow=True)
    assert answer.redirect_chain == [(chain.get_absolute_url(), 302)]
    assert price_list_on(clinic.pk, day) == chain.pk
    named = panel(answer)
    assert "North Clinic" in named
    assert f"from {day_and_year(day)}" in named


def test_what_is_refused_comes_back_with_what_was_typed(chain):
    manager, clinic = client("manager"), make_counterparty(name="North Clinic")
    given = give_price_list(clinic, chain)
    url = reverse("workflow:price_list_give", args=[chain.pk])
    sent = {"customer": clinic.pk, "valid_from": given.valid_from.isoformat(), "form_token": new_token()}
    answer = manager.post(url, sent)
    assert answer.status_code == 422
    assert "“North Clinic” has this list on" in answer.content.decode()
    assert manager.post(url, {"form_token": new_token()}).status_code == 422
    assert clinic.price_lists.count() == 1


def test_it_is_offered_to_whoever_may_give_it_while_it_is_on_offer(chain):
    give_price_list(make_counterparty(name="North Clinic"), chain)
    url = reverse("workflow:price_list_give", args=[chain.pk])
    reader = panel(client("reviewer").get(chain.get_absolute_url()))
    assert "since" in reader
    assert url not in reader
    chain.is_active = False
    chain.save()
    assert url not in panel(client("manager").get(chain.get_absolute_url()))
