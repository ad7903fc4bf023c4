"""Ranges are added, corrected and ended; analytes are made: what is refused, what is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.refusals import Refused
from documents.models import Analyte, ReferenceRange
from documents.range_book import end_range, save_range
from documents.save_analyte import save_analyte
from lab.events import NotAllowed
from lab.models import Event
from lab.records import history_of
from tests.factories.analytes import make_analyte, make_derived, make_range
from tests.factories.orders import cause
from tests.use_cases.evidence import refused

pytestmark = pytest.mark.django_db


def day(distance: int = 0):
    return timezone.localdate() + timedelta(days=distance)


def fresh(analyte, **said) -> ReferenceRange:
    limits = {"normal_low": Decimal("3.9"), "normal_high": Decimal("5.1")}
    return ReferenceRange(**{"analyte": analyte, "source": "Own", "valid_from": day(), **limits, **said})


def by_manager():
    return cause("manager")


def test_a_range_is_entered_and_the_history_of_the_analyte_says_so():
    analyte, by = make_analyte(), by_manager()
    save_range(fresh(analyte, species="Dog", sex="female", age_from=365), by)
    assert Event.objects.last().verb == "add_range"
    change = history_of(analyte, with_money=False)[0].changes[0]
    assert change.after.startswith("Dog · female · from 1 year: 3.9–5.1; from ")
    assert analyte.ranges.get().patient_kind == "animal", "a species is an animal's"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"normal_low": Decimal(6)}, "“Normal from” (6) is above “Normal to” (5.1)."),
        ({"critical_low": Decimal(4)}, "“Critical below” (4) is above “Normal from” (3.9)."),
        ({"critical_high": Decimal(5)}, "“Normal to” (5.1) is above “Critical above” (5)."),
        ({"possible_high": Decimal(5)}, "“Normal to” (5.1) is above “Possible to” (5)."),
        (
            {"critical_low": Decimal("2.5"), "possible_low": Decimal(3)},
            "“Possible from” (3) is above “Critical below” (2.5).",
        ),
        ({"normal_low": None, "normal_high": None}, "Enter one limit at least."),
        ({"breed": "Beagle"}, "Say of which species this breed is."),
        ({"age_from": 365, "age_to": 182}, "This ends before it begins: the range holds from 1 year."),
        ({"age_from": 365, "age_to": 365}, "This ends before it begins: the range holds from 1 year."),
        ({"ended_on": day(-1)}, "It cannot end before it begins"),
        ({"valid_from": day(366 * 30)}, ""),
        ({"source": ""}, "Source: "),
        ({"normal_high": Decimal(10) ** 10}, ""),
    ],
)
def test_a_range_that_says_no_sense_is_refused(said, sentence):
    analyte, by = make_analyte(), by_manager()
    with refused(sentence, Exception):
        save_range(fresh(analyte, **said), by)


def test_two_ranges_that_could_both_be_meant_are_refused_by_name():
    analyte, by = make_analyte(), by_manager()
    save_range(fresh(analyte, species="Dog", sex="female"), by)
    with refused("“Dog · female” (3.9–5.1, from "):
        save_range(fresh(analyte, species="canine", age_from=365), by)
    save_range(fresh(analyte, species="canine", sex="female", age_from=365), by)
    save_range(fresh(analyte, species="canine", sex="male"), by)


def test_the_same_range_from_the_same_day_is_refused_and_from_another_follows():
    analyte, by = make_analyte(), by_manager()
    save_range(fresh(analyte, species="Dog"), by)
    with refused("For “Dog” there is a range from "):
        save_range(fresh(analyte, species="DOG"), by)
    save_range(fresh(analyte, species="DOG", valid_from=day(10)), by)


def test_a_mistyped_limit_is_put_right():
    each = make_range(normal_high="51", critical_high="75")
    each.normal_high = Decimal("5.1")
    save_range(each, by_manager())
    assert ReferenceRange.objects.get(pk=each.pk).normal_high == Decimal("5.1")
    change = history_of(each.analyte, with_money=False)[0].changes[0]
    assert ("3.9–51.0" in change.before, "3.9–5.1" in change.after) == (True, True)


def test_a_range_is_not_corrected_into_the_way_of_another():
    analyte = make_analyte()
    make_range(analyte, species="Dog", sex="female")
    each, by = make_range(analyte, species="Dog", age_to=365, sex="male"), by_manager()
    each.sex = ""
    with refused("“Dog · female”"):
        save_range(each, by)


def test_a_range_ends_and_makes_way():
    each, by = make_range(species="Dog", sex="female"), by_manager()
    end_range(each.pk, day(3), by)
    assert ReferenceRange.objects.get(pk=each.pk).ended_on == day(3)
    save_range(fresh(each.analyte, species="Dog", age_from=365, valid_from=day(3)), by)
    with refused("This range has an end already."):
        end_range(each.pk, day(4), by)


def test_a_range_does_not_end_before_it_began_nor_one_that_is_gone():
    each, by = make_range(valid_from=day()), by_manager()
    with refused("It cannot end before it begins"):
        end_range(each.pk, day(-1), by)
    with refused("This range is not there any more."):
        end_range(each.pk + 999, day(), by)


@pytest.mark.parametrize("role", ["reviewer", "technician", "accountant"])
def test_only_who_may_edit_analytes_does(role):
    each, by = make_range(), cause(role)
    for act in (
        lambda: save_range(fresh(make_analyte()), by),
        lambda: end_range(each.pk, day(), by),
        lambda: save_analyte(Analyte(code="X", name="X"), by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_no_range_may_be_the_database_refuses_as_well():
    each = make_range()
    wrong = [
        {"normal_low": Decimal(6)},
        {"critical_low": Decimal(4)},
        {"possible_high": Decimal(5)},
        {"age_from": 5, "age_to": 5},
        {"ended_on": each.valid_from - timedelta(days=1)},
        {"sex": "other"},
        dict.fromkeys(("normal_low", "normal_high", "critical_low", "critical_high")),
    ]
    for columns in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ReferenceRange.objects.filter(pk=each.pk).update(**columns)


def test_an_analyte_is_not_derived_from_itself_however_far_around():
    one, by = make_analyte("One"), by_manager()
    two = make_derived("sum", one, make_analyte("Base"), name="Two")
    three = make_derived("ratio", two, make_analyte(), name="Three")
    one.operator, one.first, one.second = "sum", three, make_analyte()
    with refused("It would be derived from itself: One → Three → Two → One."):
        save_analyte(one, by)
    one.first = one
    with refused("It cannot be derived from itself."):
        save_analyte(one, by)


def test_a_derived_analyte_comes_of_two_others_by_a_factor():
    one, two, by = make_analyte(), make_analyte(), by_manager()
    with refused("A derived analyte comes of two others: choose both."):
        save_analyte(Analyte(code="X", name="X", operator="sum", first=one), by)
    with refused("Choose how it is derived"):
        save_analyte(Analyte(code="X", name="X", first=one), by)
    with refused("By the factor 0"):
        save_analyte(Analyte(code="X", name="X", operator="sum", first=one, second=two, factor=0), by)
    saved = save_analyte(Analyte(code="X", name="X", operator="sum", first=one, second=two), by)
    assert saved.formula == f"{one.code} + {two.code}"


def test_the_unit_stays_while_ranges_hold_in_it():
    each, by = make_range(), by_manager()
    analyte = each.analyte
    analyte.unit = "mg/dl"
    with refused("Its ranges hold in mmol/l."):
        save_analyte(analyte, by)
    analyte.unit = "mmol/L"
    save_analyte(analyte, by)
    end_range(each.pk, day(), by)
    analyte.unit = "mg/dl"
    save_analyte(analyte, by)


def test_a_code_is_given_once():
    taken, by = make_analyte(), by_manager()
    with pytest.raises(Refused, match="is taken already"):
        save_analyte(Analyte(code=taken.code, name="Other"), by)
