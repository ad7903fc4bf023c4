"""Ages: days from what people write on an order, and back into words that the pages translate.

A range may hold from an age on; of an age that is not written clearly such a range is not used, because a wrong range
is worse than none. So "4" says nothing of an animal, whose weeks and years are written alike, and 4 years of a person.
"""

import re
from decimal import Decimal

from common.folding import fold
from common.typed_numbers import NotANumber, read_number

DAYS = {"year": Decimal("365.25"), "month": Decimal("30.4375"), "week": Decimal(7), "day": Decimal(1)}
OLDEST = 200 * 366

_WORDS = {
    "year": "y yr yrs yo year years jahr jahre jahren j an ans annee annees ano anos anni anno rok roky let lat lata"
    " год года лет г рік роки років р",
    "month": "m mo mos mon month months mth mths monat monate monaten mt mois mes meses mese mesi mesic mesice mesicu"
    " miesiac miesiace miesiecy мес месяц месяца месяцев м міс місяць місяці місяців",
    "week": "w wk wks week weeks woche wochen wo semaine semaines sem semana semanas settimana settimane tyden tydny"
    " tydnu tydzien tygodnie tygodni нед неделя недели недель тиж тиждень тижні тижнів",
    "day": "d day days tag tage tagen t jour jours dia dias giorno giorni den dny dni dnu dzien"
    " день дня дней дн дні днів д",
}
_UNIT = {fold(word): unit for unit, words in _WORDS.items() for word in words.split()}
_BEFORE = re.compile(
    r"^(?:~|≈|ca\.?|circa|about|approx\.?|approximately|etwa|около|прибл\.?)\s*", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:,(?!\d)|;|\+|&|\band\b|\bund\b|\bet\b|\bи\b|\bі\b|-?\bold\b|\balt\b|\bof age\b)\s*"
)
_PART = re.compile(r"\s*(\d+(?:[.,]\d{1,2})?)\s*(½?)\s*-?\s*([^\W\d_]+)?\.?\s*")


def days_of(number: Decimal | int, unit: str) -> int:
    """Whole days of so many years, months, weeks or days."""
    return int(number * DAYS[unit])


def read_age(text: str, *, bare_is_years: bool = False) -> int | None:
    """The age in days: "7 years", "2 y 3 m", "1,5 Jahre", "ca. 3 weeks". None where it says none clearly."""
    text = _BETWEEN.sub(" ", _BEFORE.sub("", text.strip())).strip()
    if bare_is_years and text.isdecimal():
        return _likely(days_of(Decimal(text), "year"))
    total, position, units = Decimal(0), 0, list[str]()
    while position < len(text):
        found = _PART.match(text, position)
        unit = _UNIT.get(fold(found[3] or "")) if found else None
        if found is None or unit is None or unit in units:
            return None
        units.append(unit)
        total += (_number(found[1]) + (Decimal("0.5") if found[2] else 0)) * DAYS[unit]
        position = found.end()
    return _likely(int(total)) if units == sorted(units, key=list(DAYS).index) and units else None


def whole_units(days: int) -> tuple[int, str]:
    """How a limit of age is said: (1, "year") for 365 days, (6, "month") for 182; days where nothing else is whole."""
    for unit in DAYS:
        number = round(days / DAYS[unit])
        if number and days_of(number, unit) == days:
            return number, unit
    return days, "day"


def _number(text: str) -> Decimal:
    try:
        return read_number(text, "are never meant").number
    except NotANumber:
        return Decimal(0)


def _likely(days: int) -> int | None:
    return days if days <= OLDEST else None
