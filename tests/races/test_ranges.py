"""Ranges and derived analytes that several people enter in the same moment."""

from datetime import date
from decimal import Decimal

import pytest

from documents.models import Analyte, ReferenceRange
from documents.range_book import RangeRefused, end_range, save_range
from documents.save_analyte import AnalyteRefused, save_analyte
from tests.factories.analytes import make_analyte, make_range
from tests.factories.orders import cause
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_ranges_that_could_both_be_meant_one_is_entered():
    analyte, by = make_analyte(), cause()
    conditions = [{"sex": "female"}, {"age_from": 365}]

    def enter(person):
        said = {"species": "Dog", "normal_low": Decimal(1), "source": "Own", "valid_from": date(2026, 1, 1)}
        return save_range(ReferenceRange(analyte=analyte, **said, **conditions[person]), by)

    said = at_once(enter, people=2)
    assert sorted(isinstance(one, RangeRefused) for one in said) == [False, True]
    assert analyte.ranges.count() == 1


def test_two_people_close_no_circle_together():
    one, other, by = make_analyte(), make_analyte(), cause()
    base = make_analyte()

    def derive(person):
        mine, theirs = (one, other) if person == 0 else (other, one)
        mine = Analyte.objects.get(pk=mine.pk)
        mine.operator, mine.first, mine.second = "sum", theirs, base
        return save_analyte(mine, by)

    said = at_once(derive, people=2)
    assert sorted(isinstance(each, AnalyteRefused) for each in said) == [False, True]


def test_a_range_is_ended_once():
    each, by = make_range(), cause()
    said = at_once(lambda person: end_range(each.pk, date(2026, 11, 20 + person), by))
    assert sum(isinstance(one, RangeRefused) for one in said) == len(said) - 1
