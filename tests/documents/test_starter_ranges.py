"""The starter ranges are those of the publications that they name, in the units of the analytes."""

from datetime import date
from decimal import Decimal

import pytest

from documents.measuring import derived_values, flag_of, limits_for, read_result
from documents.models import Analyte, ReferenceRange
from documents.results.ranges import Patient
from documents.results.reading import read
from documents.starter.analytes import IN_SI, PLAUSIBLE, PRACTICE, ranges

DAY = date(2026, 11, 26)
MOLAR_MASS = {
    "UREA": ("28.014", 1),
    "CREA": ("113.12", 1000),
    "GLU": ("180.156", 1),
    "CHOL": ("386.65", 1),
    "TRIG": ("885.43", 1),
    "TBIL": ("584.66", 1000),
    "CA": ("40.078", 1),
    "PHOS": ("30.974", 1),
}
"""g/mol (urea: of its two atoms of nitrogen; triglycerides: as triolein) and how many of the unit make a mmol."""


@pytest.mark.parametrize("code", MOLAR_MASS)
def test_what_is_printed_in_mg_per_dl_is_converted_by_its_molar_mass(code):
    mass, per_mmol = MOLAR_MASS[code]
    exact = 10 * per_mmol / Decimal(mass)
    assert abs(IN_SI[code] / exact - 1) < Decimal("0.001")


def test_every_factor_that_is_none_of_a_mass_is_one_of_a_unit():
    others = {code: factor for code, factor in IN_SI.items() if code not in MOLAR_MASS}
    assert others == {"TP": 10, "ALB": 10, "GLOB": 10, "MG": Decimal("0.5")}


@pytest.mark.parametrize(
    ("code", "dog", "cat"),
    [
        ("BASO", ("0", "0.1"), ("0", "0.2")),
        ("NA", ("143", "150"), ("149", "158")),
        ("K", ("4.1", "5.4"), ("3.8", "5.5")),
        ("NAK", ("27", "40"), ("27", "40")),
        ("CK", ("22", "422"), ("59", "527")),
        ("TP", ("55", "72"), ("66", "84")),
        ("ALB", ("32", "41"), ("32", "43")),
        ("GLOB", ("19", "37"), ("29", "47")),
        ("TBIL", ("0", "3.4"), ("0", "1.7")),
        ("UREA", ("3.2", "9.3"), ("6.1", "12.5")),
        ("CREA", ("53", "124"), ("71", "186")),
        ("GLU", ("3.8", "5.8"), ("3.9", "10.1")),
        ("CHOL", ("3.5", "10.1"), ("2.6", "8.4")),
        ("TRIG", ("0.26", "1.15"), ("0.34", "1.20")),
        ("CA", ("2.35", "2.77"), ("2.25", "2.82")),
        ("PHOS", ("0.87", "1.74"), ("0.84", "1.78")),
        ("MG", ("0.75", "1.05"), ("0.85", "1.10")),
    ],
)
def test_limits_are_as_published(code, dog, cat):
    found = {row["species"]: row for row in ranges() if row["code"] == code}
    for species, limits in (("Dog", dog), ("Cat", cat)):
        assert (found[species]["normal_low"], found[species]["normal_high"]) == tuple(map(Decimal, limits))


def test_a_source_says_which_limits_are_practice_only():
    for row in ranges():
        has = {
            kind: any(row.get(f"{kind}_{end}") is not None for end in ("low", "high"))
            for kind in ("critical", "possible")
        }
        said = row["source"]
        assert (PRACTICE in said, PLAUSIBLE in said) == (
            has["critical"],
            has["possible"] and not has["critical"],
        ), said
        assert "For adult animals." in said
        assert len(said) <= ReferenceRange._meta.get_field("source").max_length, said


@pytest.mark.django_db
def test_a_ratio_just_below_the_limit_is_not_rounded_into_it():
    sodium, potassium, ratio = (Analyte.objects.get(code=code) for code in ("NA", "K", "NAK"))
    typed = {sodium.pk: read("141"), potassium.pk: read("5.3")}
    number = derived_values([ratio], typed)[ratio.pk].number
    assert number == Decimal("26.6")
    limits = limits_for([ratio], Patient("animal", "Dog"), DAY)[ratio.pk]
    assert flag_of(read_result(str(number)), limits) == "L"
