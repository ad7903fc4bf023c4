"""What would this pay? The rate that wins, those that lose with the reason, and the sum, on its page."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from payroll.models import Rate
from tests.factories.catalog import make_group, make_service, make_step
from tests.factories.lab import client_of, make_employee
from tests.factories.payroll import make_rate
from tests.payroll.test_rate_pages import NEW, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def crown():
    return make_service(name="Crown", price=Decimal(100), group=make_group(name="Crowns"))


def asked(client, employee, service, **more):
    data = {
        "employee": employee.pk,
        "role": "performer",
        "service": service.pk,
        "quantity": "2",
        "on": "2026-11-20",
    }
    return client.get(reverse("payroll:rate_ask"), data | more)


def told(answer):
    return [(row.figure, row.why_not) for row in answer.context["answer"].told]


def test_the_winner_comes_first_and_each_other_one_says_why_not(accountant, crown):
    anna, step = make_employee("Anna", roles=["technician"]), make_step(crown, name="Firing")
    make_rate(percent=Decimal(10))
    make_rate(percent=Decimal(11), valid_from=date(2026, 3, 1))
    make_rate(percent=Decimal(12), group=crown.group)
    make_rate(percent=Decimal(13), service=crown)
    make_rate(percent=Decimal(14), step=step, base="gross")
    make_rate(percent=Decimal(15), employee=anna)
    make_rate(percent=Decimal(16), employee=anna, step=step, valid_from=date(2027, 1, 1))
    answer = asked(accountant, anna, crown, step=step.pk, discount="50")
    assert told(answer) == [
        ("15 %", ""),
        ("14 % before discounts", "A rate for the person comes first."),
        ("13 %", "A rate for the person comes first."),
        ("12 %", "A rate for the person comes first."),
        ("11 %", "A rate for the person comes first."),
        ("10 %", "A rate for the person comes first."),
        ("16 %", "It begins only on 1 Jan 2027."),
    ]
    assert answer.context["answer"].amount == Decimal("15.00")
    boris = make_employee("Boris", roles=["technician"])
    answer = asked(accountant, boris, crown, step=step.pk, discount="50")
    assert answer.context["answer"].amount == Decimal("28.00")
    assert [why for _figure, why in told(answer)[1:3]] == ["A rate for the step comes first."] * 2
    assert [why for _figure, why in told(asked(accountant, boris, make_service()))] == [
        "",
        "A later one replaced it on 1 Mar 2026.",
    ]


def test_without_any_rate_it_pays_nothing_and_says_so(accountant, crown):
    answer = asked(accountant, make_employee(roles=["technician"]), crown, price="70")
    assert answer.context["answer"].amount == 0
    assert "No rate fits" in answer.content.decode()


def test_a_step_of_another_service_is_no_question(accountant, crown):
    answer = asked(accountant, make_employee(), crown, step=make_step(make_service()).pk)
    assert "This is a step of another service." in answer.content.decode()
    assert answer.context["answer"] is None


def test_a_rate_is_set_for_a_step_or_a_group_before_discounts(accountant, crown):
    step = make_step(crown)
    assert accountant.post(NEW, typed(step=step.pk, base="gross")).status_code == 302
    assert accountant.post(NEW, typed(group=crown.group.pk)).status_code == 302
    assert [(rate.step, rate.group, rate.base) for rate in Rate.objects.order_by("pk")] == [
        (step, None, "gross"),
        (None, crown.group, "net"),
    ]
    shown = accountant.get(reverse("payroll:rate_list")).content.decode()
    assert "before discounts" in shown
    assert crown.group.name in shown


def test_a_rate_for_a_service_and_a_group_is_refused_in_words(accountant, crown):
    answer = accountant.post(NEW, typed(service=crown.pk, group=crown.group.pk))
    assert answer.status_code == 422
    assert (
        "A rate is for a step, for a service or for a group: choose one of them." in answer.content.decode()
    )


def test_300_percent_is_refused_in_words(accountant):
    answer = accountant.post(NEW, typed(figure="300"))
    assert "A percent is at most 100. For an amount choose “Fixed per unit”." in answer.content.decode()


def test_a_second_rate_for_the_same_group_and_day_is_refused(accountant, crown):
    accountant.post(NEW, typed(group=crown.group.pk))
    answer = accountant.post(NEW, typed(group=crown.group.pk, figure="40"))
    assert "There is a rate for the same work from that day already." in answer.content.decode()
    assert accountant.post(NEW, typed(step=make_step(crown).pk)).status_code == 302


def test_the_rates_of_a_group_are_found_by_its_filter(accountant, crown):
    of_group, of_service = make_rate(group=crown.group), make_rate(service=crown)
    of_step = make_rate(step=make_step(crown))
    make_rate()
    found = accountant.get(reverse("payroll:rate_list"), {"group": crown.group.pk}).context["listed"].rows
    assert set(found) == {of_group, of_service, of_step}
