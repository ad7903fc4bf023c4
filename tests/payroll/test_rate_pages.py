"""Rates on their pages: setting, retiring, and wrong input that comes back as it was typed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from lab.once import new_token
from payroll.models import Rate
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.payroll import make_rate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEW = "/payroll/rates/new/"


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def typed(**fields):
    form = {"role": "performer", "kind": "percent", "figure": "30", "valid_from": "2026-11-01"}
    return {"employee": "", "service": "", **form, "form_token": new_token(), **fields}


def test_an_accountant_sets_a_rate(accountant):
    service = make_service()
    answer = accountant.post(NEW, typed(kind="fixed", figure="12,5", service=service.pk))
    assert answer.headers["Location"] == reverse("payroll:rate_list")
    rate = Rate.objects.get()
    assert (rate.amount, rate.percent, rate.service) == (Decimal("12.50"), None, service)
    assert (rate.employee, rate.valid_from) == (None, date(2026, 11, 1))
    assert "The rate is set" in accountant.get(reverse("payroll:rate_list")).content.decode()


def test_the_same_form_sent_twice_sets_one_rate(accountant):
    form = typed()
    answers = [accountant.post(NEW, form) for _click in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert Rate.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"figure": ""}, "Enter the percent, or the amount per unit."),
        ({"figure": "NaN"}, "Enter a number, for example 12.50."),
        ({"figure": "ten"}, "Enter a number, for example 12.50."),
        ({"figure": "-1"}, "Enter 0 or more."),
        ({"figure": "1.2345"}, "Use at most 2 digits after the point."),
        ({"figure": "100.01"}, "A percent is at most 100."),
        ({"figure": "2000000", "kind": "fixed"}, "Enter 1000000 or less."),
        ({"valid_from": "31.31.2026"}, "Enter a day, for example"),
        ({"valid_from": ""}, "Enter the first day."),
        ({"service": "999999"}, "This choice is not there any more"),
        ({"role": "boss"}, "This choice is not there any more"),
    ],
)
def test_wrong_input_comes_back_with_a_sentence_and_everything_typed(accountant, fields, sentence):
    employee = make_employee(roles=["technician"])
    form = typed(**{"employee": employee.pk, "figure": "17.25", **fields})
    answer = accountant.post(NEW, form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert f'value="{form["figure"]}"' in shown or not form["figure"]
    assert f'<option value="{employee.pk}" selected>' in shown
    assert form["form_token"] in shown
    assert not Rate.objects.exists()


def test_a_second_rate_for_the_same_work_and_day_is_refused_in_words(accountant):
    make_rate(valid_from=date(2026, 11, 1))
    answer = accountant.post(NEW, typed(figure="45"))
    assert answer.status_code == 422
    assert "There is a rate for the same work from that day already." in answer.content.decode()
    assert 'value="45"' in answer.content.decode()


def test_an_accountant_retires_a_rate(accountant):
    rate = make_rate()
    address = reverse("payroll:rate_retire", args=[rate.pk])
    assert "Pay that is booked stays as it is." in accountant.get(address).content.decode()
    assert accountant.post(address, {"form_token": new_token()}).status_code == 302
    rate.refresh_from_db()
    assert not rate.is_active


def test_retiring_a_rate_that_somebody_retired_meanwhile_is_refused_in_words(accountant):
    rate = make_rate(is_active=False)
    answer = accountant.post(reverse("payroll:rate_retire", args=[rate.pk]), {"form_token": new_token()})
    assert answer.status_code == 422
    assert "This rate is retired already." in answer.content.decode()


def test_looking_at_the_question_retires_nothing(accountant):
    rate = make_rate()
    accountant.get(reverse("payroll:rate_retire", args=[rate.pk]))
    rate.refresh_from_db()
    assert rate.is_active


def test_a_form_opened_in_place_is_a_fragment(accountant):
    shown = accountant.get(NEW, headers={"HX-Request": "true"}).content.decode()
    assert "dialog-frame" in shown
    assert "<html" not in shown


def test_a_manager_sees_pay_but_sets_no_rates():
    manager = client_of(make_employee(roles=["manager"]))
    assert manager.get(reverse("payroll:entry_list")).status_code == 200
    assert manager.post(NEW, typed()).status_code == 403
    assert not Rate.objects.exists()


def test_the_list_shows_rates_in_use_or_retired(accountant):
    used, gone = make_rate(), make_rate(is_active=False)
    address = reverse("payroll:rate_list")
    assert list(accountant.get(address).context["listed"].rows) == [used]
    assert list(accountant.get(address, {"retired": "on"}).context["listed"].rows) == [gone]


def test_the_list_costs_the_same_statements_for_many_rates(
    accountant, django_assert_max_num_queries, django_assert_num_queries
):
    def add(number):
        make_rate(service=make_service(), employee=make_employee(roles=["technician"]))

    add(0)
    accountant.get(reverse("payroll:rate_list"))  # the first page of a session writes the session
    with django_assert_max_num_queries(10) as counted:
        accountant.get(reverse("payroll:rate_list"))
    for number in range(6):
        add(number)
    with django_assert_num_queries(len(counted)):
        accountant.get(reverse("payroll:rate_list"))


def test_what_would_this_pay_asks_first_and_says_that_it_cannot_answer(accountant):
    said = accountant.get(reverse("payroll:rate_ask")).content.decode()
    assert said.index("Choose an employee") < said.index("Ask about a piece of work")
    said = accountant.get(reverse("payroll:rate_ask"), {"role": "performer"}).content.decode()
    assert "This cannot be answered yet" in said
    assert "could not be saved" not in said


def test_a_laboratory_that_counts_in_yen_sets_whole_yen_and_percents_with_two_places(accountant):
    make_settings(currency="JPY")
    assert accountant.post(NEW, typed(figure="12.5")).status_code == 302
    answer = accountant.post(NEW, typed(kind="fixed", role="assistant", figure="12.5"))
    assert "An amount in JPY has no decimals." in answer.content.decode()
    assert accountant.post(NEW, typed(kind="fixed", role="assistant", figure="1,250")).status_code == 302
    assert [(rate.percent, rate.amount) for rate in Rate.objects.order_by("pk")] == [
        (Decimal("12.5"), None),
        (None, Decimal(1250)),
    ]
