"""The counters behind every number the laboratory gives out."""

from django.db import models


class Counter(models.Model):
    """The last serial given out in a series; one row per series and year (0 where it never restarts)."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_counter_per_series_and_year")
        ]

    def __str__(self):
        return f"{self.series} {self.year or ''}: {self.last}"


class Numbered(models.Model):
    """A thing with a number drawn from a counter; all three fields are empty until it is issued.

    ``series`` names the counter, and in the settings the mask: ``<series>_mask``.
    """

    series = ""

    number = models.CharField(max_length=40, unique=True, null=True, editable=False)
    number_year = models.PositiveSmallIntegerField(null=True, editable=False)
    number_serial = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def take_number(self, drawn) -> None:
        """Put a drawn number (``numbering.Number``) on this thing; the caller saves."""
        self.number, self.number_year, self.number_serial = drawn.text, drawn.year, drawn.serial
