"""What was given to whom on the board just now, with the way back: kept for a quarter of an hour in the session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from lab.once import new_token

KEY = "board_moved"
KEPT = timedelta(minutes=15)
MOST = 3


@dataclass(frozen=True)
class Moved:
    """A task that changed hands: who was on it before, and what is to be said of it."""

    task: int
    number: str
    text: str
    warning: str
    performer: int | None
    assistant: int | None
    holder: int | None
    at: datetime

    @property
    def token(self) -> str:
        """A fresh one at each asking: for each button another."""
        return new_token()


def moved_lately(request, now: datetime) -> list[Moved]:
    """The newest first."""
    rows = [Moved(**row | {"at": parse_datetime(row["at"])}) for row in request.session.get(KEY, [])]
    return [one for one in rows if now - one.at < KEPT]


def remember(request, moved: Moved) -> None:
    others = [one for one in moved_lately(request, moved.at) if one.task != moved.task]
    _keep(request, [moved, *others][:MOST])


def forget_order(request, number: str, now: datetime) -> None:
    """Its plan was made anew: nothing about its tasks is left to be decided."""
    _keep(request, [one for one in moved_lately(request, now) if one.number != number])


def forget_task(request, task: int, now: datetime) -> None:
    _keep(request, [one for one in moved_lately(request, now) if one.task != task])


def _keep(request, moved: list[Moved]) -> None:
    request.session[KEY] = [vars(one) | {"at": one.at.isoformat()} for one in moved]
