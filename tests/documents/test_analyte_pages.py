"""The pages of analytes and ranges."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Analyte, ReferenceRange
from lab.once import new_token
from tests.factories.analytes import make_analyte, make_derived, make_range
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def technician():
    return client_of(make_employee(roles=["technician"]))


def page(client, name, *args, **asked) -> str:
    answer = client.get(reverse(f"documents:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def typed(**said) -> dict:
    return {
        "form_token": new_token(), "patient_kind": "", "species": "Dog", "breed": "", "sex": "", "age_from": "1 year",
        "age_to": "", "method": "", "normal_low": "3,9", "normal_high": "5.1", "source": "Own study",
        "valid_from": "2026-01-01", **said,
    }  # fmt: skip


def test_the_list_counts_what_holds_today(manager):
    analyte = make_analyte("Lactate")
    make_range(analyte, species="Dog")
    make_range(analyte, species="Cat", ended_on=timezone.localdate())
    make_range(analyte, species="Cat", sex="male", valid_from=timezone.localdate() + timedelta(days=1))
    shown = page(manager, "analyte_list", q="lactate")
    assert "1 analyte" in shown
    assert '<td class="num" data-label="Ranges today">1 </td>' in shown.replace("> 1", ">1")


def test_the_list_is_filtered(manager):
    one = make_analyte("Lactate", discipline="chemistry")
    make_derived("ratio", one, make_analyte("Pyruvate", is_active=False), name="Lactate quotient")
    assert "Lactate quotient" not in page(manager, "analyte_list", q="lactate", kind="measured")
    assert ">Lactate<" not in page(manager, "analyte_list", q="lactate", kind="derived")
    assert "Pyruvate" in page(manager, "analyte_list", off="on")
    assert "No analyte is like this." in page(manager, "analyte_list", q="qqq")


def test_the_page_says_whom_each_range_holds_for(technician):
    each = make_range(species="Dog", sex="female", age_from=365, age_to=3652)
    shown = page(technician, "analyte_page", each.analyte.pk)
    assert "Dog · female · 1 year to under 10 years" in shown
    assert "3.9–5.1" in shown
    assert "&lt; 2.5, &gt; 7.5" in shown
    assert "Own study" in shown
    assert "New range" not in shown, "a technician looks"


def test_a_range_that_another_follows_says_so(manager):
    each = make_range(species="Dog")
    make_range(each.analyte, species="canine", valid_from=timezone.localdate())
    make_range(each.analyte, species="Dog", valid_from=timezone.localdate() + timedelta(days=5))
    shown = page(manager, "analyte_page", each.analyte.pk)
    assert shown.index("canine") < shown.index("to come") < shown.index("replaced")


def test_an_analyte_without_a_range_says_what_that_means(manager):
    assert "No range is entered: results of it get no flag." in page(
        manager, "analyte_page", make_analyte().pk
    )


def test_a_range_is_entered_as_it_is_typed(manager):
    analyte = make_analyte()
    answer = manager.post(reverse("documents:range_new", args=[analyte.pk]), typed(normal_high="5.1 mmol/l"))
    assert answer.url == analyte.get_absolute_url()
    each = ReferenceRange.objects.get(analyte=analyte)
    assert (str(each.normal_low), each.age_from, each.patient_kind) == ("3.900000", 365, "animal")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(manager):
    analyte = make_analyte()
    sent = typed(
        age_to="6 months", normal_low="6", critical_high="1e400", possible_low="5,5,5", breed="Beagle"
    )
    answer = manager.post(reverse("documents:range_new", args=[analyte.pk]), sent)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors["age_to"] == ["This ends before it begins: the range holds from 1 year."]
    assert errors["normal_high"] == ["“Normal from” (6) is above “Normal to” (5.1)."]
    assert errors["critical_high"] == ["Write the number out, without “e”."]
    assert set(errors) == {"age_to", "normal_high", "critical_high", "possible_low"}
    shown = answer.content.decode()
    for value in ("6 months", "1e400", "5,5,5", "Beagle"):
        assert f'value="{value}"' in shown


def test_an_age_says_its_unit(manager):
    answer = manager.post(reverse("documents:range_new", args=[make_analyte().pk]), typed(age_from="6"))
    assert answer.context["form"].errors["age_from"] == [
        "Write an age with its unit, for example 6 months, 1 year or 10 days."
    ]


def test_a_rival_is_named_on_the_form(manager):
    each = make_range(species="Dog", sex="female")
    answer = manager.post(reverse("documents:range_new", args=[each.analyte.pk]), typed())
    assert answer.status_code == 422
    assert "“Dog · female” (3.9–5.1, from 1 Jan 2020)" in answer.content.decode()


def test_new_limits_begin_as_the_range_they_follow(manager):
    each = make_range(species="Dog", age_from=182, source="Book")
    form = manager.get(reverse("documents:range_new", args=[each.analyte.pk]), {"like": each.pk}).context[
        "form"
    ]
    assert form["species"].value() == "Dog"
    assert form["age_from"].value() == "6 months"
    assert form["valid_from"].value() == timezone.localdate()
    other = make_range()
    form = manager.get(reverse("documents:range_new", args=[each.analyte.pk]), {"like": other.pk}).context[
        "form"
    ]
    assert form["source"].value() == ""


def test_a_range_is_corrected(manager):
    each = make_range(species="Dog")
    sent = typed(
        age_from="", normal_high="5.5", valid_from="2020-01-01", critical_low="2.5", critical_high="7.5"
    )
    assert manager.post(reverse("documents:range_edit", args=[each.pk]), sent).status_code == 302
    assert str(ReferenceRange.objects.get(pk=each.pk).normal_high) == "5.500000"


def test_a_range_is_ended_in_a_dialog(manager):
    each = make_range()
    address = reverse("documents:range_end", args=[each.pk])
    assert "Results that were flagged by it keep what it said." in manager.get(address).content.decode()
    assert manager.post(address, {"form_token": new_token(), "on": ""}).status_code == 422
    manager.post(address, {"form_token": new_token(), "on": "2026-11-30"})
    assert str(ReferenceRange.objects.get(pk=each.pk).ended_on) == "2026-11-30"


def test_an_analyte_is_made(manager):
    sent = {
        "form_token": new_token(), "name": "Lactate", "code": "LAC", "discipline": "chemistry", "unit": "mmol/l",
        "decimals": "1", "far_percent": "50 %", "is_active": "on", "factor": "",
    }  # fmt: skip
    answer = manager.post(reverse("documents:analyte_new"), sent)
    made = Analyte.objects.get(code="LAC")
    assert answer.url == made.get_absolute_url()
    assert (str(made.far_percent), made.factor) == ("50.00", 1)
    again = manager.post(
        reverse("documents:analyte_new"), sent | {"form_token": new_token(), "decimals": "7"}
    )
    assert set(again.context["form"].errors) == {"code", "decimals"}
    half = sent | {"form_token": new_token(), "code": "LAQ", "operator": "ratio", "first": made.pk}
    assert set(manager.post(reverse("documents:analyte_new"), half).context["form"].errors) == {"second"}


def test_which_range_holds_and_why(technician):
    each = make_range(species="Dog")
    make_range(each.analyte, species="Dog", age_to=365, normal_high="6")
    make_range(each.analyte, species="Cat")
    asked = {
        "analyte": each.analyte.pk,
        "value": "7,9",
        "species": "canine",
        "age": "7 years",
        "on": "2026-11-26",
    }
    shown = page(technician, "range_try", **asked)
    assert "Critically high. The age is taken as 7 years." in shown
    assert shown.index("this one holds") < shown.index("It is for another age.")
    assert "It is for another species." in shown
    shown = page(technician, "range_try", **(asked | {"value": "<5", "age": "young"}))
    assert "No flag: what was typed does not say for certain" in shown
    assert "The age says no number with a unit: it is not known." in shown
    assert "It is for an age, and the age is not known." in shown
    shown = page(technician, "range_try", **(asked | {"species": "Okapi", "value": "not done"}))
    assert "No range holds, so there is no flag." in shown


def test_a_result_that_cannot_be_read_is_said_at_its_field(technician):
    asked = {"analyte": make_range().analyte.pk, "value": "5,5,5", "on": "2026-11-26"}
    assert "“5,5,5” is no result." in page(technician, "range_try", **asked)
    assert "Choose an analyte" in page(technician, "range_try", about="x")
