"""Limits for a patient, sentences for what cannot be read, charts in words, the starter analytes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from documents.measuring import (
    NotAResult,
    derived_values,
    flag_of,
    limits_for,
    patient_of,
    read_result,
    why_not_derived,
)
from documents.models import Analyte, ReferenceRange
from documents.models.range_words import holds_for
from documents.previous import Previous
from documents.range_rules import faults_of
from documents.result_charts import chart_of
from documents.results.flags import Limits
from documents.results.ranges import Patient, rivals
from documents.results.reading import read
from documents.starter.analytes import ANALYTES, write
from orders.models import Order
from tests.factories.analytes import make_analyte, make_derived, make_range
from tests.factories.customers import make_patient
from tests.factories.orders import make_order
from workflow.drawing_up.drafts import PatientDetails

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1e400", "“1e400”: write the number out, without “e”."),
        ("5,5,5", "“5,5,5” is no result. Write a number, such as 4.1 or <0.1, or “not done”."),
        ("1,000", "“1,000” could be 1 or 1000: write 1 or 1000."),
        ("0.1234567", "“0.1234567”: use at most 6 digits after the point."),
        ("99999999999", "“99999999999” is more than any result: at most 1000000000."),
        ("5 kg", "This is measured in mmol/l: write the number without “kg”."),
        ("x" * 60, f"“{'x' * 40}…” is no result."),
    ],
)
def test_a_refusal_says_how_it_is_written(typed, sentence):
    with pytest.raises(NotAResult) as refused:
        read_result(typed, unit="mmol/l")
    assert str(refused.value).startswith(sentence)


def test_limits_for_many_analytes_are_asked_with_one_query(django_assert_num_queries):
    analytes = [make_analyte() for _n in range(20)]
    for each in analytes[:19]:
        make_range(each, species="Dog")
        make_range(each, species="Dog", sex="female", normal_high="6")
    with django_assert_num_queries(1):
        found = limits_for(analytes, Patient("animal", "canine", sex="female"), DAY)
    assert set(found) == {each.pk for each in analytes[:19]}
    assert {limits.normal_high for limits in found.values()} == {Decimal(6)}


def test_the_copy_says_what_the_range_said_whatever_becomes_of_that():
    analyte = make_analyte()
    each = make_range(analyte, species="Dog", sex="female", age_from=365)
    kept = limits_for([analyte], Patient("animal", "Dog", "", "female", 400), DAY)[analyte.pk].as_json()
    ReferenceRange.objects.filter(pk=each.pk).update(normal_high=Decimal(6), ended_on=DAY)
    limits = Limits.from_json(kept)
    assert (limits.normal_in_words, limits.unit, limits.source) == ("3.9–5.1", "mmol/l", "Own study")
    assert holds_for(limits) == "Dog · female · from 1 year"
    assert flag_of(read_result("5.5"), limits) == "H"
    assert limits_for([analyte], Patient("animal", "Dog", "", "female", 400), DAY) == {}


def test_a_range_of_a_method_follows_the_analyte():
    analyte = make_analyte(method="ISE")
    make_range(analyte)
    make_range(analyte, method="ise", normal_high="6")
    assert limits_for([analyte], Patient(), DAY)[analyte.pk].normal_high == 6
    analyte.method = "Flame"
    assert limits_for([analyte], Patient(), DAY)[analyte.pk].normal_high == Decimal("5.1")


def test_the_date_of_birth_decides_the_age_and_else_what_is_written():
    born = timezone.localdate() - timedelta(days=400)
    order = make_order(patient=PatientDetails(kind="animal", name="Bella", species="Dog", age="3 weeks"))
    assert patient_of(order, timezone.localdate()) == Patient("animal", "Dog", "", "", 21)
    Order.objects.filter(pk=order.pk).update(patient=make_patient(kind="animal", born_on=born))
    assert patient_of(Order.objects.get(pk=order.pk), timezone.localdate()).age_days == 400
    assert patient_of(Order.objects.get(pk=order.pk), born - timedelta(days=1)).age_days == 21
    person = make_order(patient=PatientDetails(kind="person", name="Ann", age="45"))
    assert patient_of(person, DAY).age_days == 16436


def test_derived_values_say_why_there_is_none():
    total, albumin = make_analyte("Total"), make_analyte("Albumin of a test")
    globulin = make_derived("difference", total, albumin, decimals=0)
    ratio = make_derived("ratio", albumin, globulin, decimals=2)
    names = {each.pk: each.name for each in (total, albumin, globulin)}
    found = derived_values([total, albumin, globulin, ratio], {total.pk: read("65"), albumin.pk: read("30")})
    assert (found[globulin.pk].number, found[ratio.pk].number) == (35, Decimal("0.86"))
    none = derived_values([globulin, ratio], {total.pk: read("30"), albumin.pk: read("30")})
    assert why_not_derived(none[globulin.pk], names) == ""
    assert why_not_derived(none[ratio.pk], names) == f"{globulin.name} is 0"
    none = derived_values([globulin], {total.pk: read("30"), albumin.pk: read("<10")})
    assert why_not_derived(none[globulin.pk], names) == "Albumin of a test is only known to be above or below"


def _previous(text: str, days: int, unit: str = "mmol/l", flag: str = "") -> Previous:
    typed = read(text)
    on = DAY - timedelta(days=days)
    return Previous(typed.number, typed.comparator, text, unit, flag, None, on, "2026-000001", 1)


def test_a_chart_tells_its_results_in_words():
    limits = Limits(normal_low=Decimal("3.9"), normal_high=Decimal("5.1"), decimals=1)
    earlier = [_previous("6.1", 10, flag="H"), _previous("24", 20, unit="mg/dl"), _previous("4.1", 30)]
    chart = chart_of(
        "Potassium", earlier, read("7.9"), unit="mmol/l", limits=limits, on=DAY, flag="HH", large=True
    )
    assert chart.title == "Potassium over time, mmol/l"
    assert chart.told == (
        "27 Oct 2026: 4.1; 16 Nov 2026: 6.1, high; 26 Nov 2026: 7.9, critically high; Normal: 3.9–5.1"
    )
    drawn = render_to_string("documents/_chart.html", {"chart": chart})
    assert "style=" not in drawn
    assert drawn.count("<polygon") == 2
    assert drawn.count("<circle") == 2  # a disc, and the ring of what is critical
    assert "<title>Potassium over time, mmol/l</title>" in drawn


def test_one_result_alone_is_no_chart():
    assert chart_of("Potassium", [_previous("4.1", 3)], unit="mmol/l") is None
    assert chart_of("Potassium", [_previous("4.1", 3, "mg/dl")], read("4"), unit="mmol/l", on=DAY) is None
    assert chart_of("Potassium", [], read("4"), unit="mmol/l", on=DAY) is None


def test_names_that_people_type_never_become_markup():
    chart = chart_of("<script>", [_previous("4", 3), _previous("5", 9)], unit="mmol/l")
    assert "<script>" not in render_to_string("documents/_chart.html", {"chart": chart})


@pytest.fixture
def starters():
    """They come with the migrations; tests that empty the database may have taken them away."""
    write(Analyte, ReferenceRange)


@pytest.mark.usefixtures("starters")
def test_a_new_laboratory_has_analytes_with_ranges_for_dog_and_cat():
    assert Analyte.objects.filter(code__in=[each.code for each in ANALYTES]).count() == len(ANALYTES)
    for species in ("canine", "Katze"):
        found = limits_for(Analyte.objects.all(), Patient("animal", species), DAY)
        assert len(found) >= 36
        assert all(limits.source and limits.unit is not None for limits in found.values())
    assert limits_for(Analyte.objects.all(), Patient("animal", "Horse"), DAY) == {}


@pytest.mark.usefixtures("starters")
def test_the_starter_ranges_are_what_may_be_entered():
    for analyte in Analyte.objects.all():
        ranges = list(analyte.ranges.select_related("analyte"))
        for each in ranges:
            assert list(faults_of(each)) == []
            assert rivals(each, [other for other in ranges if other != each]) == []
            assert each.source.endswith(".")


@pytest.mark.usefixtures("starters")
def test_what_is_there_already_is_not_written_again():
    before = Analyte.objects.count(), ReferenceRange.objects.count()
    analyte = Analyte.objects.get(code="K")
    analyte.ranges.all().delete()
    write(Analyte, ReferenceRange)
    assert (Analyte.objects.count(), ReferenceRange.objects.count()) == (before[0], before[1] - 2)
