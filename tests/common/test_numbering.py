"""Masks of numbers: too wide ones and ones that would give a number out twice are refused where they are typed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from common.models import Counter
from common.numbering import NumberIsTaken, draw_number, draw_numbers, number_in_the_way, validate_mask
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.orders import make_order

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "mask", ["{yyyy}-{n:60}", "{n:99}", "{n:13}", "x" * 32 + "{n}", "{n", "{n}{n}", "{yyyy}"]
)
def test_a_mask_that_leads_nowhere_is_refused(mask):
    with pytest.raises(ValidationError):
        validate_mask(mask)


@pytest.mark.parametrize("mask", ["{n}", "{yyyy}-{n:06}", "{n:12}", "A.{yy}.{n:4}-x", "x" * 31 + "{n}"])
def test_a_mask_that_people_use_is_taken(mask):
    validate_mask(mask)


@pytest.mark.django_db
def test_a_number_that_stands_already_is_seen_before_the_mask_is_saved():
    order = make_order()
    order.number = "2026-000007"
    order.save()
    Counter.objects.update_or_create(series="order", year=2026, defaults={"last": 7})
    assert number_in_the_way("order", "{yyyy}-{n:06}", DAY) is None, "it was given out by this very counter"
    assert number_in_the_way("order", "2026-{n:06}", DAY) == "2026-000007"
    assert number_in_the_way("order", "2026-{n:05}", DAY) is None
    assert number_in_the_way("order", "X-{n:06}", DAY) is None
    assert number_in_the_way("act", "2026-{n:06}", DAY) is None


@pytest.mark.django_db
def test_the_settings_page_says_so_beside_the_mask():
    make_settings()
    order = make_order()
    order.number = "X-7"
    order.save()
    client = client_of(make_employee(roles=["administrator"]))
    url = "/admin/lab/labsettings/1/change/"
    typed = {name: said or "" for name, said in client.get(url).context["adminform"].form.initial.items()}
    answer = client.post(url, typed | {"order_mask": "X-{n}"})
    assert "“X-7” is given out already" in answer.content.decode()
    assert client.post(url, typed | {"order_mask": "Y-{n}"}).status_code == 302
    assert "too long" in client.post(url, typed | {"order_mask": "{n:60}"}).content.decode()


@pytest.mark.django_db
def test_a_number_that_cannot_be_given_out_is_a_sentence_and_leaves_the_counter():
    order = make_order()
    order.number = "X-1"
    order.save()
    for mask in ("X-{n}", "{n:60}"):
        with pytest.raises(NumberIsTaken, match="change the number masks"), transaction.atomic():
            draw_number("order", mask, DAY)
    with transaction.atomic():
        assert draw_number("order", "Y-{n}", DAY).text == "Y-1"


@pytest.mark.django_db
def test_many_numbers_are_those_that_follow():
    order = make_order()
    order.number = "X-4"
    order.save()
    with transaction.atomic():
        draw_number("order", "X-{n}", DAY)
        drawn = draw_numbers("order", "X-{n}", DAY, 2)
        assert [(number.text, number.serial) for number in drawn] == [("X-2", 2), ("X-3", 3)]
    with pytest.raises(NumberIsTaken, match="“X-4”"), transaction.atomic():
        draw_numbers("order", "X-{n}", DAY, 2)
    with transaction.atomic():
        assert draw_number("order", "Y-{n}", DAY).serial == 4
