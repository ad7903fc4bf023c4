"""Public holidays by country and region, as the package ``holidays`` knows them; nothing else asks it.

They are offered to be taken over into the calendar and never reckoned with by themselves: a laboratory works when its
own calendar says so, and an update of the package changes nothing that was planned.
"""

from datetime import date

import holidays
from babel import Locale
from django.utils.translation import get_language, to_locale

from common.folding import sort_key

LONGEST_NAME = 100


class UnknownPlace(LookupError):
    """No such country, or no such region in it."""


def countries() -> list[tuple[str, str]]:
    """(code, name) in the language of the page, sorted as a language sorts names."""
    named = Locale.parse(to_locale(get_language() or "en")).territories
    known = [code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2]
    return sorted(((code, named.get(code, code)) for code in known), key=lambda one: sort_key(one[1]))


def regions(country: str) -> list[tuple[str, str]]:
    """(code, name) of the regions of a country; none for one that has none or is not known."""
    known = holidays.list_supported_countries(include_aliases=False).get(country, [])
    if not known:
        return []
    names = {code: name for name, code in holidays.country_holidays(country).subdivisions_aliases.items()}
    named = [(code, names.get(code, code)) for code in known]
    return sorted(named, key=lambda one: sort_key(one[1]))


def public_holidays(country: str, region: str, year: int) -> dict[date, str]:
    """The days of a year with their names, in the language of the page where the package speaks it."""
    if country not in dict(countries()) or (region and region not in dict(regions(country))):
        raise UnknownPlace(country, region)
    place = {"country": country, "subdiv": region or None}
    language = _spoken_by(holidays.country_holidays(**place))
    found = holidays.country_holidays(**place, years=year, language=language)
    return {day: found[day][:LONGEST_NAME] for day in sorted(found) if day.year == year}


def _spoken_by(place) -> str | None:
    """The language of the page, else English, else what the country itself speaks."""
    here = to_locale(get_language() or "en")
    spoken = place.supported_languages
    for wanted in (here, here.split("_")[0], "en_US", "en_GB"):
        if wanted in spoken:
            return wanted
        if alike := next((one for one in spoken if one.startswith(f"{wanted}_")), None):
            return alike
    return None
