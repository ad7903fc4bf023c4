"""What veterinary laboratories measure most, in the units of European ones, with published ranges for dog and cat.

Plain figures. Each range names the publication of its normal limits; those printed in conventional units are converted
by the factors of ``IN_SI``. A laboratory that has ranges of its own enters them and ends these. Where each publication
was read: docs/decisions/0040.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

BLOOD = "Table “Hematologic Reference Ranges”, read in a copy without its author"
CORNELL = (
    "Cornell University, Animal Health Diagnostic Center: reference intervals, Chemistry (Cobas), "
    "serum, in effect from 20 November 2017"
)
ENGELKING = "Engelking, Blood chemistry values for domestic animals (appendix table), doi 10.1201/b16175-78"
RATIO = "J. A. Charles, Low sodium:potassium ratios in dogs and cats, WSAVA World Congress Proceedings 2003"
CONVERTED = "; converted from conventional units"
ADULT = ". For adult animals."
PRACTICE = " Critical and possible limits: usual practice, to be set by the laboratory."
PLAUSIBLE = " Possible limits: usual practice, to be set by the laboratory."

FROM_DAY = date(2020, 1, 1)
DOG, CAT = "Dog", "Cat"
HAEMATOLOGY, CHEMISTRY = "haematology", "chemistry"

IN_SI = {
    "TBIL": Decimal("17.1"),
    "TP": Decimal(10),
    "ALB": Decimal(10),
    "GLOB": Decimal(10),
    "UREA": Decimal("0.357"),
    "CREA": Decimal("88.4"),
    "GLU": Decimal("0.0555"),
    "CHOL": Decimal("0.02586"),
    "TRIG": Decimal("0.0113"),
    "CA": Decimal("0.2495"),
    "PHOS": Decimal("0.323"),
    "MG": Decimal("0.5"),
}
"""mg/dl × factor; proteins from g/dl, magnesium from mEq/l, urea from urea nitrogen."""


class Measured(NamedTuple):
    """An analyte. ``far``: percent from the previous result that asks for a second look."""

    code: str
    name: str
    unit: str
    decimals: int
    far: int | None
    discipline: str
    derived: tuple[str, str, str] | None = None
    """Operator, first, second."""


ANALYTES = [
    Measured("HGB", "Haemoglobin", "g/l", 0, 30, HAEMATOLOGY),
    Measured("HCT", "Haematocrit", "l/l", 2, 30, HAEMATOLOGY),
    Measured("RBC", "Red blood cells", "10¹²/l", 2, 30, HAEMATOLOGY),
    Measured("MCV", "Mean cell volume", "fl", 1, 10, HAEMATOLOGY),
    Measured("MCH", "Mean cell haemoglobin", "pg", 1, 15, HAEMATOLOGY),
    Measured("MCHC", "Mean cell haemoglobin concentration", "g/l", 0, 10, HAEMATOLOGY),
    Measured("PLT", "Platelets", "10⁹/l", 0, 60, HAEMATOLOGY),
    Measured("WBC", "White blood cells", "10⁹/l", 1, 100, HAEMATOLOGY),
    Measured("NEUT%", "Neutrophils, relative", "%", 0, None, HAEMATOLOGY),
    Measured("BAND%", "Band neutrophils, relative", "%", 0, None, HAEMATOLOGY),
    Measured("LYMPH%", "Lymphocytes, relative", "%", 0, None, HAEMATOLOGY),
    Measured("MONO%", "Monocytes, relative", "%", 0, None, HAEMATOLOGY),
    Measured("EOS%", "Eosinophils, relative", "%", 0, None, HAEMATOLOGY),
    Measured("BASO%", "Basophils, relative", "%", 0, None, HAEMATOLOGY),
    Measured("NEUT", "Neutrophils", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "NEUT%", "WBC")),
    Measured("BAND", "Band neutrophils", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "BAND%", "WBC")),
    Measured("LYMPH", "Lymphocytes", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "LYMPH%", "WBC")),
    Measured("MONO", "Monocytes", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "MONO%", "WBC")),
    Measured("EOS", "Eosinophils", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "EOS%", "WBC")),
    Measured("BASO", "Basophils", "10⁹/l", 2, None, HAEMATOLOGY, ("percent_of", "BASO%", "WBC")),
    Measured("ALT", "Alanine aminotransferase", "U/l", 0, 200, CHEMISTRY),
    Measured("AST", "Aspartate aminotransferase", "U/l", 0, 200, CHEMISTRY),
    Measured("ALP", "Alkaline phosphatase", "U/l", 0, 200, CHEMISTRY),
    Measured("GGT", "Gamma-glutamyltransferase", "U/l", 0, 200, CHEMISTRY),
    Measured("CK", "Creatine kinase", "U/l", 0, 300, CHEMISTRY),
    Measured("AMYL", "Amylase", "U/l", 0, 100, CHEMISTRY),
    Measured("LIPA", "Lipase", "U/l", 0, 200, CHEMISTRY),
    Measured("TBIL", "Bilirubin, total", "µmol/l", 1, 200, CHEMISTRY),
    Measured("TP", "Total protein", "g/l", 0, 25, CHEMISTRY),
    Measured("ALB", "Albumin", "g/l", 0, 25, CHEMISTRY),
    Measured("GLOB", "Globulin", "g/l", 0, 40, CHEMISTRY, ("difference", "TP", "ALB")),
    Measured("AGR", "Albumin/globulin ratio", "", 2, None, CHEMISTRY, ("ratio", "ALB", "GLOB")),
    Measured("UREA", "Urea", "mmol/l", 1, 80, CHEMISTRY),
    Measured("CREA", "Creatinine", "µmol/l", 0, 60, CHEMISTRY),
    Measured("GLU", "Glucose", "mmol/l", 1, 80, CHEMISTRY),
    Measured("CHOL", "Cholesterol", "mmol/l", 1, 60, CHEMISTRY),
    Measured("TRIG", "Triglycerides", "mmol/l", 2, 200, CHEMISTRY),
    Measured("NA", "Sodium", "mmol/l", 0, 8, CHEMISTRY),
    Measured("K", "Potassium", "mmol/l", 1, 30, CHEMISTRY),
    Measured("NAK", "Sodium/potassium ratio", "", 1, None, CHEMISTRY, ("ratio", "NA", "K")),
    Measured("CL", "Chloride", "mmol/l", 0, 10, CHEMISTRY),
    Measured("CA", "Calcium, total", "mmol/l", 2, 20, CHEMISTRY),
    Measured("PHOS", "Phosphate", "mmol/l", 2, 60, CHEMISTRY),
    Measured("MG", "Magnesium", "mmol/l", 2, 40, CHEMISTRY),
]

_NORMAL = {
    # published in the units of the analyte, or in a power of ten of them (mEq/l of sodium, potassium and chloride are
    # mmol/l): low and high of the dog, of the cat
    BLOOD: {
        "HGB": ("120", "190", "100", "150"),
        "HCT": ("0.35", "0.57", "0.30", "0.45"),
        "RBC": ("5.0", "7.9", "5.0", "10.0"),
        "MCV": ("66", "77", "39", "55"),
        "MCH": ("21.0", "26.2", "13", "17"),
        "MCHC": ("320", "363", "300", "360"),
        "PLT": ("211", "621", "300", "800"),
        "WBC": ("5.0", "14.1", "5.5", "19.5"),
        "NEUT": ("2.9", "12.0", "2.5", "12.5"),
        "BAND": ("0", "0.45", "0", "0.3"),
        "LYMPH": ("0.4", "2.9", "1.5", "7.0"),
        "MONO": ("0.1", "1.4", "0", "0.9"),
        "EOS": ("0", "1.3", "0", "0.8"),
        "BASO": ("0", "0.1", "0", "0.2"),
    },
    CORNELL: {
        "ALT": ("17", "95", "28", "109"),
        "AST": ("18", "56", "17", "48"),
        "ALP": ("7", "115", "11", "49"),
        "GGT": ("0", "8", "0", "2"),
        "AGR": ("0.9", "1.9", "0.8", "1.5"),
        "NA": ("143", "150", "149", "158"),
        "K": ("4.1", "5.4", "3.8", "5.5"),
        "CL": ("106", "114", "111", "124"),
    },
    ENGELKING: {
        "CK": ("22", "422", "59", "527"),
        "AMYL": ("409", "1250", "496", "1940"),
        "LIPA": ("13", "200", "0", "83"),
    },
    RATIO: {"NAK": ("27", "40", "27", "40")},
}
_CONVENTIONAL = {
    CORNELL: {
        "TBIL": ("0", "0.2", "0", "0.1"),
        "TP": ("5.5", "7.2", "6.6", "8.4"),
        "ALB": ("3.2", "4.1", "3.2", "4.3"),
        "GLOB": ("1.9", "3.7", "2.9", "4.7"),
        "UREA": ("9", "26", "17", "35"),
        "CREA": ("0.6", "1.4", "0.8", "2.1"),
        "GLU": ("68", "104", "71", "182"),
        "CHOL": ("136", "392", "101", "323"),
        "TRIG": ("23", "102", "30", "106"),
        "CA": ("9.4", "11.1", "9.0", "11.3"),
        "PHOS": ("2.7", "5.4", "2.6", "5.5"),
        "MG": ("1.5", "2.1", "1.7", "2.2"),
    },
}
_CRITICAL: dict[str, tuple[str | None, str | None]] = {
    "HGB": ("50", None),
    "HCT": ("0.15", "0.70"),
    "WBC": ("2.0", "50"),
    "NEUT": ("1.0", None),
    "PLT": ("30", None),
    "NA": ("125", "170"),
    "K": ("2.5", "7.5"),
    "CA": ("1.60", "3.75"),
    "GLU": ("2.5", "28"),
    "UREA": (None, "45"),
    "CREA": (None, "440"),
    "TBIL": (None, "200"),
    "ALB": ("12", None),
    "PHOS": ("0.4", "5.0"),
    "MG": ("0.4", "2.5"),
}
_POSSIBLE: dict[str, tuple[str, str]] = {
    "HGB": ("5", "300"),
    "HCT": ("0.02", "0.90"),
    "RBC": ("0.1", "20"),
    "MCV": ("20", "150"),
    "MCH": ("5", "60"),
    "MCHC": ("150", "500"),
    "PLT": ("0", "3000"),
    "WBC": ("0", "600"),
    "TP": ("10", "200"),
    "ALB": ("2", "80"),
    "GLOB": ("0", "180"),
    "NA": ("80", "230"),
    "K": ("1.0", "15"),
    "CL": ("50", "200"),
    "CA": ("0.50", "7.50"),
    "PHOS": ("0", "15"),
    "MG": ("0", "8"),
    "GLU": ("0", "80"),
    "UREA": ("0", "150"),
    "CREA": ("0", "2500"),
    "TBIL": ("0", "1000"),
    "CHOL": ("0", "60"),
    "TRIG": ("0", "100"),
}
_AT_MOST_ZERO = (
    "NEUT",
    "BAND",
    "LYMPH",
    "MONO",
    "EOS",
    "BASO",
    "ALT",
    "AST",
    "ALP",
    "GGT",
    "CK",
    "AMYL",
    "LIPA",
)
"""What cannot be below zero, and has no upper end that one could name."""


def ranges() -> list[dict[str, Any]]:
    """Each range as the columns of its row, with the ``code`` of its analyte in the place of the analyte."""
    rows = []
    for (source, table), is_converted in [
        *((item, False) for item in _NORMAL.items()),
        *((item, True) for item in _CONVENTIONAL.items()),
    ]:
        for code, (dog_low, dog_high, cat_low, cat_high) in table.items():
            said = source + (CONVERTED if is_converted else "")
            rows += [
                _range(code, DOG, dog_low, dog_high, said, is_converted),
                _range(code, CAT, cat_low, cat_high, said, is_converted),
            ]
    return rows


def _range(code: str, species: str, low: str, high: str, source: str, is_converted: bool) -> dict[str, Any]:
    convert = _converted if is_converted else lambda _code, number: Decimal(number)
    limits: dict[str, Any] = {"normal_low": convert(code, low), "normal_high": convert(code, high)}
    critical, possible = _CRITICAL.get(code, (None, None)), _POSSIBLE.get(code)
    limits["critical_low"], limits["critical_high"] = (number and Decimal(number) for number in critical)
    if possible:
        limits["possible_low"], limits["possible_high"] = map(Decimal, possible)
    elif code in _AT_MOST_ZERO:
        limits["possible_low"] = Decimal(0)
    if any(critical):
        source += ADULT + PRACTICE
    else:
        source += ADULT + (PLAUSIBLE if "possible_low" in limits else "")
    return {"code": code, "species": species, "source": source, **limits}


def _converted(code: str, number: str) -> Decimal:
    """Rounded to the decimals of the analyte."""
    decimals = next(each.decimals for each in ANALYTES if each.code == code)
    return (Decimal(number) * IN_SI[code]).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def write(analyte_model: Any, range_model: Any) -> None:
    """Write those that are not there by their code, each with its ranges. Takes the models of a migration, too."""
    known = dict(analyte_model.objects.values_list("code", "pk"))
    fresh = set()
    for each in ANALYTES:
        if each.code in known:
            continue
        operator, first, second = each.derived or ("", None, None)
        made = analyte_model.objects.create(
            code=each.code,
            name=each.name,
            unit=each.unit,
            decimals=each.decimals,
            far_percent=each.far,
            discipline=each.discipline,
            operator=operator,
            first_id=known[first] if first else None,
            second_id=known[second] if second else None,
        )
        known[each.code] = made.pk
        fresh.add(each.code)
    range_model.objects.bulk_create(
        range_model(
            analyte_id=known[columns.pop("code")], patient_kind="animal", valid_from=FROM_DAY, **columns
        )
        for columns in ranges()
        if columns["code"] in fresh
    )
