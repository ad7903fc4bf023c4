"""Time in the demonstration: moments lie within the working hours of working days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lab.working_time import WorkingTime

OPENS, CLOSES = time(7, 40), time(17, 20)


@dataclass(frozen=True)
class Clock:
    """The working hours of the laboratory, over its calendar."""

    calendar: WorkingTime

    def on(self, day: date, hour: float) -> datetime:
        """That hour of the day, or of the next working day."""
        minutes = round(hour * 60)
        return _moment(self.calendar.after(day, 0), time(minutes // 60, minutes % 60))

    def later(self, moment: datetime, hours: float) -> datetime:
        """So many working hours after the moment."""
        left = timedelta(hours=hours)
        while True:
            closes = _moment(timezone.localdate(moment), CLOSES)
            if moment + left <= closes:
                return moment + left
            left -= max(closes - moment, timedelta(0))
            moment = _moment(self.calendar.after(timezone.localdate(moment), 1), OPENS)

    def not_after_hours(self, moment: datetime) -> datetime:
        """The moment, or the last one before it at which the laboratory was at work."""
        day = timezone.localdate(moment)
        if not self.calendar.works(day) or moment < _moment(day, OPENS):
            day = self.days_before(day, 1)
        return min(moment, _moment(day, CLOSES))

    def days_before(self, day: date, count: int) -> date:
        """The working day that lies so many working days before the day."""
        while count:
            day -= timedelta(days=1)
            count -= self.calendar.works(day)
        return day


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
