"""The calendar month that a page is read by. Pure arithmetic."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_TEXT = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Month:
    """A month of a year, written 2026-11."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month that the text says, None where it says none."""
        match = _TEXT.fullmatch(text.strip())
        return cls(int(match[1]), int(match[2])) if match else None

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month":
        return Month.of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"
