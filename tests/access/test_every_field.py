"""Every field in which a person types a number, a day or a text, found on the pages that show it."""

import re
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.formfields import (
    MillimetreFormField,
    MoneyFormField,
    PercentFormField,
    QuantityFormField,
    ScaledFormField,
    WholeFormField,
)
from common.rate_fields import ExchangeRateFormField
from labsite.letters import TextAsKept
from tests.access.forms_shown import form_classes, forms_shown
from tests.access.test_our_sentences import is_generic
from tests.common.test_typed_numbers import NO_NUMBERS, READ_EITHER_WAY

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

FIGURES = (MoneyFormField, QuantityFormField, PercentFormField, WholeFormField, MillimetreFormField)
OF_OTHERS = (forms.IntegerField, forms.DecimalField, forms.FloatField, forms.DateField, forms.DateTimeField)
BEYOND = {"places", "min_value", "max_value"}
"""Refusals of a number that was read."""


@pytest.fixture(scope="module")
def _shown(_world, django_db_blocker):
    with django_db_blocker.unblock():
        return {key: form for key, form in forms_shown(_world).items() if key[1] != "ManagementForm"}


@pytest.fixture
def shown(world, _shown):
    return _shown


def fields_of(shown, *kinds):
    """(name of form and field, a field to try) of every field of these kinds."""
    return [
        (f"{key[1]}.{name}", deepcopy(field))
        for key, form in shown.items()
        for name, field in form.fields.items()
        if isinstance(field, kinds) and not field.disabled and not field.widget.is_hidden
    ]


def told(field, typed: str):
    """What the field makes of it: the value, or the code of the refusal, whose sentence can be said."""
    try:
        return field.clean(typed)
    except ValidationError as refusal:
        sentences = " ".join(refusal.messages)  # falls over where a sentence misses a word
        return refusal.error_list[0].code if sentences else "nothing is said"


def test_every_form_with_a_number_or_a_day_is_shown_by_some_page(shown):
    asking = {
        one.__name__
        for one in form_classes()
        if not one.__subclasses__()
        and any(isinstance(field, (*FIGURES, DayField)) for field in one.base_fields.values())
    }
    assert asking
    assert asking - {key[1] for key in shown} == set()


def test_numbers_and_days_are_read_by_our_fields_alone(shown):
    assert [name for name, field in fields_of(shown, *OF_OTHERS) if not isinstance(field, DayField)] == []
    figures = (*FIGURES, ExchangeRateFormField)
    assert [name for name, field in fields_of(shown, ScaledFormField) if not isinstance(field, figures)] == []


def test_every_number_field_reads_numbers_as_people_write_them(shown):
    wrong, read = [], 0
    for name, field in fields_of(shown, *FIGURES):
        for typed, number in READ_EITHER_WAY.items():
            found = told(field, typed)
            read += found == Decimal(number)
            if found != Decimal(number) and found not in BEYOND:
                wrong.append(f"{name}: {typed!r} is {found}")
        wrong += [f"{name}: takes {text!r}" for text in NO_NUMBERS[1:] if told(field, text) != "invalid"]
        wrong += [f"{name}: takes 1e5" for text in ("1e5", "1E+5") if told(field, text) != "exponent"]
    assert wrong == []
    assert read > 200


def test_a_thousand_is_never_one(shown):
    for name, field in fields_of(shown, *FIGURES):
        for typed in ("1,000", "1.000", "1.125"):
            found = told(field, typed)
            if isinstance(field, MoneyFormField):
                assert found in (Decimal(typed.replace(",", "").replace(".", "")), "max_value"), name
            else:
                assert found == "thousands", name


def test_of_a_rate_three_digits_are_decimals(shown):
    rates = fields_of(shown, ExchangeRateFormField)
    assert rates
    for name, field in rates:
        assert (told(field, "1,067"), told(field, "1.067")) == (Decimal("1.067"),) * 2, name
        assert (told(field, "1e5"), told(field, "0"), told(field, "abc")) == (
            "exponent",
            "positive",
            "invalid",
        )


def test_the_question_names_both_numbers(shown):
    _name, quantity = fields_of(shown, QuantityFormField)[0]
    with pytest.raises(
        ValidationError, match=re.escape("“1,125” could be 1.1250 or 1125: write 1.1250 or 1125.")
    ):
        quantity.clean("1,125")


def test_every_amount_knows_its_currency(shown):
    amounts = fields_of(shown, MoneyFormField)
    assert amounts
    for name, field in amounts:
        if getattr(field, "of_percent", False):
            continue
        assert field.currency == "EUR", name
        assert {told(field, typed) for typed in ("€ 12.50", "12,50 EUR", "12.50€")} == {Decimal("12.5")}, name
        assert told(field, "12 USD") == told(field, "$12") == told(field, "5 g") == "currency", name


def test_a_percent_may_bear_its_sign_and_nothing_else(shown):
    percents = fields_of(shown, PercentFormField)
    assert percents
    for name, field in percents:
        assert (told(field, "12 %"), told(field, "12,5%")) == (12, Decimal("12.5")), name
        assert told(field, "12 EUR") == "beside", name


def test_a_quantity_takes_its_own_unit_where_it_is_known(shown):
    for name, field in fields_of(shown, QuantityFormField):
        field.max_value = 1000
        assert told(field, "5 stone") in ("beside", "unit"), name
        field.unit = "pcs"
        assert told(field, "2 pcs.") == 2, name
        assert told(field, "2 g") == "unit", name


def test_what_a_field_shows_is_what_it_reads(shown):
    for name, field in fields_of(shown, MoneyFormField, QuantityFormField, PercentFormField):
        places = Decimal(1).scaleb(-field.places)
        field.min_value, field.max_value = None, None
        for number in (Decimal(1), Decimal(1000), Decimal("1.125"), Decimal("0.125"), Decimal("12.5")):
            number = number.quantize(places)
            assert told(field, field.prepare_value(number)) == number, name


def test_what_is_refused_stays_as_it_was_typed_and_no_browser_spoils_it(shown):
    for key, form in shown.items():
        for name, field in form.fields.items():
            drawn = field.widget.render(name, field.prepare_value("1,0x"), {"id": "x"})
            assert 'type="number"' not in drawn, (key, name)
            assert "maxlength" not in drawn, (key, name)
            if isinstance(field, FIGURES) and not field.widget.is_hidden:
                assert 'value="1,0x"' in drawn, (key, name)
                assert "inputmode" in drawn, (key, name)


ABSURD = [
    "0001-01-01",
    "0026-11-25",
    "9999-12-31",
    "2026-02-31",
    "0000-01-01",
    "26-11-25",
    "5/6/2026",
    "1\x00",
]


def test_every_day_has_reasonable_bounds(shown):
    days = fields_of(shown, DayField)
    assert len(days) > 10
    for name, field in days:
        for typed in ABSURD:
            assert told(field, typed) in ("year_meant", "too_early", "too_late", "invalid"), (name, typed)
        assert told(field, timezone.localdate().isoformat()) == timezone.localdate(), name
        assert told(field, f"{timezone.localdate():%d.%m.%Y}") == timezone.localdate(), name


def test_the_year_26_is_asked_about(shown):
    today = date(2026, 11, 26)
    for name, field in fields_of(shown, DayField):
        field.today = today
        with pytest.raises(
            ValidationError, match=re.escape("Is 25 November 0026 meant? Write the year in full: 2026.")
        ):
            field.clean("0026-11-25")
        if field.bounds is not SEARCHED:
            assert told(field, "1849-12-31") == "too_early", name


def test_a_text_is_as_long_as_people_count_it(shown):
    texts = fields_of(shown, forms.CharField)
    assert any(isinstance(field.widget, forms.Textarea) for _name, field in texts)
    for name, field in texts:
        if field.max_length is None or field.max_length < 10 or type(field) is not forms.CharField:
            continue
        lines = isinstance(field.widget, forms.Textarea)
        longest = "é" * 3 + ("\n" * 5 if lines else "") + "x" * (field.max_length - (8 if lines else 3))
        field.validators = [one for one in field.validators if "length" in str(getattr(one, "code", ""))]
        assert told(field, _as_posted(longest)) == longest.strip(), name
        assert told(field, _as_posted(longest) + "y") == "max_length", name


def _as_posted(text: str) -> str:
    """As a browser sends it whose keyboard writes a letter and its accent apart, and as the forms receive it."""
    typed = text.replace("é", "e\u0301").replace("\n", "\r\n")
    request = RequestFactory().post("/", {"text": typed})
    TextAsKept(lambda request: None).process_view(request, None, (), {})
    return request.POST["text"]


def test_no_empty_choice_is_a_row_of_dashes(shown):
    silent = set()
    for form in shown.values():
        for name, field in form.fields.items():
            for value, label in () if field.widget.is_hidden else getattr(field, "choices", ()):
                if value in ("", None) and not re.search(r"\w", str(label)):
                    silent.add(f"{type(form).__module__}.{type(form).__name__}.{name}: {label}")
    assert silent == set()


def test_sent_empty_as_nonsense_and_too_long_no_form_answers_with_a_general_sentence(shown):
    said, left = set(), set()
    for form in shown.values():
        for text in ("", "?", "9" * 12_000):
            for name, errors in sent(form, text).items():
                for error in errors.as_data():
                    said |= set(error)
                    left |= (
                        {f"{type(form).__name__}.{name}: {list(error)}"}
                        if is_generic(error.message)
                        else set()
                    )
    assert sorted(left) == []
    assert {"Enter the reason.", "Enter the price.", "Choose the group.", "Enter a day."} <= said


def sent(form, text: str) -> dict:
    """What is said of the form, once each of its fields has the text."""
    form.data, form.files, form.is_bound = QueryDict(mutable=True), {}, True
    form.empty_permitted = False
    form.data.update({form.add_prefix(name): text for name in form.fields})
    form.full_clean()
    return form.errors
