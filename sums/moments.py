"""Days by the clock of the laboratory, as bounds of moments."""

from datetime import date, datetime

from common.midnight import midnight
from sums.spans import DAY


def within(first: date, last: date) -> dict[str, datetime]:
    """What happened on these days, by the moment of the event."""
    return {"event__at__gte": midnight(first), "event__at__lt": midnight(last + DAY)}
