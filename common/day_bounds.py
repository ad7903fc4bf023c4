"""Which days make sense where a person types one. A date box sends the year 26 for "26", and nobody sees it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayBounds:
    """From ``since``, or ``back`` years before today, to ``ahead`` years after it; both ends included.

    ``looks_back``: what is typed without its year has been, “4.12” and “fri” are the last such day; else it is to come.
    """

    back: int = 10
    ahead: int = 10
    since: date | None = None
    looks_back: bool = False

    def first(self, today: date) -> date:
        return self.since or _years_on(today, -self.back)

    def last(self, today: date) -> date:
        return _years_on(today, self.ahead)

    def hold(self, day: date, today: date) -> bool:
        return self.first(today) <= day <= self.last(today)

    def year_meant(self, day: date, today: date) -> int | None:
        """The full year of a day whose year was typed with two digits; None where it was not."""
        if day.year >= 100:
            return None
        centuries = range(today.year // 100 - 2, today.year // 100 + 2)
        years = [century * 100 + day.year for century in centuries]
        nearest_first = sorted(years, key=lambda year: abs(year - today.year))
        return next((year for year in nearest_first if self._holds_year(day, year, today)), None)

    def _holds_year(self, day: date, year: int, today: date) -> bool:
        try:
            return self.hold(day.replace(year=year), today)
        except ValueError:  # 29 February
            return False


USUAL = DayBounds()
KNOWN = DayBounds(looks_back=True)
"""What has mostly been, and may still be to come."""
PAST = DayBounds(ahead=0, looks_back=True)
FACTS = DayBounds(ahead=1, looks_back=True)
"""What happened, or is about to: deliveries."""
BIRTHDAYS = DayBounds(since=date(1850, 1, 1), ahead=0, looks_back=True)
CALENDAR = DayBounds(back=100, ahead=50)
"""Days off: an annual one may have been begun long ago."""
SEARCHED = DayBounds(since=date(1850, 1, 1), ahead=100, looks_back=True)
"""What one may look for."""


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
