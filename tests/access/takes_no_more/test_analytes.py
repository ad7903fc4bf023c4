"""Forms of analytes and ranges take what they show."""

import pytest

from documents.models import Analyte, ReferenceRange
from tests.access.takes_no_more.posting import changed, post

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_the_form_of_an_analyte_changes_the_listed_fields_alone(world):
    analyte = world.reference_range.analyte
    typed = {
        "name": "Renamed",
        "code": analyte.code,
        "discipline": "other",
        "unit": "mmol/l",
        "decimals": "1",
    }
    typed |= dict.fromkeys(("method", "far_percent", "operator", "first", "second"), "")
    typed |= {"factor": "1", "is_active": "on"}
    url = f"/documents/analytes/{analyte.pk}/edit/"
    before, after = post(world, "manager", url, typed, Analyte, ReferenceRange)
    assert changed(before, after) == {("Analyte", "name")}


def test_a_range_stays_with_its_analyte(world):
    each = world.reference_range
    typed = {"patient_kind": "animal", "species": "Dog", "breed": "Beagle", "sex": "", "method": "Dry"}
    typed |= {"normal_low": "3.9", "normal_high": "5.2", "critical_low": "2.5", "critical_high": "7.5"}
    typed |= dict.fromkeys(("age_from", "age_to", "possible_low", "possible_high", "ended_on"), "")
    typed |= {"source": "Own study", "valid_from": "2020-01-01"}
    url = f"/documents/analytes/ranges/{each.pk}/edit/"
    before, after = post(world, "manager", url, typed, ReferenceRange, Analyte)
    assert changed(before, after) == {("ReferenceRange", "normal_high"), ("ReferenceRange", "patient_kind")}


def test_the_end_of_a_range_changes_nothing_else(world):
    each = world.reference_range
    url = f"/documents/analytes/ranges/{each.pk}/end/"
    before, after = post(world, "manager", url, {"on": "2026-11-30"}, ReferenceRange, Analyte)
    assert changed(before, after) == {("ReferenceRange", "ended_on")}
