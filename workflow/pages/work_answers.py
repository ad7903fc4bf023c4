"""What was answered at the bench, and how to take it back: kept for a quarter of an hour in the person's session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from orders.models import Task
from workflow.plan.footprints import Footprint

KEY = "work_answers"
KEPT = timedelta(minutes=15)
MOST = 5
"""Footprints are small, and a session is read at every request."""


@dataclass(frozen=True)
class Answer:
    """A sentence that stands inside the card of its task; with footprints it offers the way back."""

    text: str
    at: datetime
    is_refusal: bool = False
    before: Footprint | None = None
    after: Footprint | None = None

    @property
    def may_undo(self) -> bool:
        return self.before is not None


def told(request, now: datetime) -> dict[int, Answer]:
    """The answers that are still fresh, by task."""
    kept = {int(pk): _read(row) for pk, row in request.session.get(KEY, {}).items()}
    return {pk: answer for pk, answer in kept.items() if now - answer.at < KEPT}


def tell(request, task_id: int, text: str, at: datetime, *, done: Task | None = None, is_refusal=False):
    """Say it in the card of the task; a refusal leaves the way back that stood there."""
    answers = told(request, at)
    stood = answers.pop(task_id, None) if is_refusal else None
    answers.pop(task_id, None)
    way_back = done or stood
    before = way_back and way_back.before
    answers[task_id] = Answer(text, at, is_refusal, before, way_back and way_back.after)
    newest = sorted(answers.items(), key=lambda pair: pair[1].at)[-MOST:]
    request.session[KEY] = {str(pk): _written(answer) for pk, answer in newest}


def _written(answer: Answer) -> dict:
    return vars(answer) | {"at": answer.at.isoformat()}


def _read(row: dict) -> Answer:
    return Answer(**row | {"at": parse_datetime(row["at"])})
