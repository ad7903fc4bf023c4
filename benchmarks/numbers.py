"""Numbers as the counters would have given them out, without asking the database for each."""

from collections import Counter as Tally

from common.models import Counter


class Series:
    """One series of numbers that restarts by year."""

    def __init__(self, name: str, mask: str):
        self.name, self.mask, self.last = name, mask, Tally[int]()

    def draw(self, year: int) -> tuple[str, int, int]:
        """Number, year, serial: the three columns of whatever is numbered."""
        self.last[year] += 1
        return self.mask.format(yyyy=year, yy=year % 100, n=self.last[year]), year, self.last[year]

    def write_counters(self) -> None:
        Counter.objects.bulk_create(
            Counter(series=self.name, year=year, last=last) for year, last in self.last.items()
        )
