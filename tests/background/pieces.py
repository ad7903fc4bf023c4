"""Pieces of work for tests. Their effects are counters, which another process and another database can see too."""

import os
import signal
import time

from django.db.models import F

from common.background import background_work
from common.models import Counter


def effects() -> dict[str, int]:
    """Series -> how often it was done with effect."""
    return dict(Counter.objects.filter(series__startswith="work").values_list("series", "last"))


def _series(context) -> str:
    return f"work {context.task_result.id}"


@background_work("Mark")
def mark(context, seconds=0.0, **_told) -> str:
    """Idempotent by the row's id."""
    time.sleep(seconds)
    Counter.objects.get_or_create(series=_series(context), defaults={"last": 1})
    time.sleep(seconds)
    return "marked"


@background_work("Mark, and die the first time")
def mark_and_die(context, **_told) -> None:
    """The effect is there, nobody has heard of it."""
    Counter.objects.get_or_create(series=_series(context), defaults={"last": 1})
    _die_once(context)


@background_work("Count, and die the first time")
def count_and_die(context, **_told) -> None:
    """What work must not be like: it does again what it did."""
    Counter.objects.get_or_create(series=_series(context))
    Counter.objects.filter(series=_series(context)).update(last=F("last") + 1)
    _die_once(context)


@background_work("Die each time", tries=3)
def die(context, **_told) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@background_work("Fail", tries=3)
def fail(context, sentence="no route", **_told) -> None:
    raise OSError(sentence)


def _die_once(context) -> None:
    if context.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
