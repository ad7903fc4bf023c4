"""No form answers with a general sentence of Django's: every form class is looked at here, and ``test_every_field.py``
sends those that a page shows. (What passwords are refused for stays: it says what is wrong with them.)"""

import copy
import inspect
import re

import pytest
from django.contrib import admin
from django.contrib.auth import validators as of_names
from django.core import validators
from django.db.models import fields as columns
from django.forms import fields, formsets, models
from django.test import RequestFactory

from common.form_words import in_our_words
from lab.roles import Role
from tests.access.forms_shown import form_classes
from tests.factories.lab import make_employee


def generic_sentences() -> list:
    """As they stand in Django's classes: not their words, but the very objects."""
    places = (fields, formsets, models, columns, validators, of_names)
    kinds = [one for place in places for one in vars(place).values() if inspect.isclass(one)]
    kinds = [one for one in kinds if one.__module__.startswith("django") and one is not formsets.BaseFormSet]
    of_fields = [text for one in kinds for text in vars(one).get("default_error_messages", {}).values()]
    return of_fields + [one.message for one in kinds if getattr(one, "message", "")]


GENERIC = generic_sentences()


def is_generic(sentence) -> bool:
    return any(sentence is one for one in GENERIC)


@pytest.fixture
def every_form(db):
    """The classes that the product has, and those that its admin site makes of models."""
    request = RequestFactory().get("/admin/")
    request.user = make_employee(roles=[Role.ADMINISTRATOR])
    made = {page.get_form(request, change=True) for page in admin.site._registry.values()}
    return form_classes() | made


def test_no_field_of_any_form_class_has_a_general_sentence(every_form):
    left = set()
    for kind in every_form:
        for name, field in getattr(kind, "base_fields", {}).items():
            field = copy.deepcopy(field)
            in_our_words(field, field.label or name)
            left |= {
                f"{kind.__name__}.{name}: {text}"
                for text in field.error_messages.values()
                if is_generic(text)
            }
    assert left == set()


def test_a_sentence_is_made_of_names_alone(every_form):
    """A label such as “How” or “Price is” makes no sentence: its field brings one."""
    said = set()
    for kind in every_form:
        for name, field in getattr(kind, "base_fields", {}).items():
            field = copy.deepcopy(field)
            in_our_words(field, field.label or name)
            said.add(str(field.error_messages["required"]))
    no_name = "a|the|to|from|by|how|what|who|there|before|counts|labels of"
    wrong = re.compile(rf"(Enter|Choose) the (({no_name})\b|.* (is|are|says|stands|written)\.)")
    assert {sentence for sentence in said if wrong.match(sentence)} == set()


def test_rows_have_sentences_of_ours():
    assert str(formsets.BaseFormSet.default_error_messages["too_many_forms"] % {"num": 3}) == (
        "There is room for 3 rows at most."
    )
