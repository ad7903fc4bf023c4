"""The worker: takes what is due, one piece after the other, until it is told to stop."""

import logging
import os
import time
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from background.daily import ask_for_daily_work, ask_for_hourly_work
from background.leases import take
from background.running import run, settle

log = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds between two looks at the database when nothing is due."""

WITHOUT_DATABASE = 3.0
AWAY = (OperationalError, InterfaceError)


class Worker:
    """``beside`` is the id of a process without which the worker shall not go on; one that does not ``ask`` leaves
    what has to be done every day and every hour to others."""

    def __init__(self, *, pause: float = PAUSE, beside: int | None = None, asks: bool = True):
        self.pause, self.beside, self.asks = pause, beside, asks
        self.stopping = False
        self.asked_for_day = self.asked_for_hour = None

    def stop(self, *_signal) -> None:
        """The present piece is the last one."""
        self.stopping = True

    def work(self, *, most: int | None = None, until_idle: bool = False) -> int:
        """Go on until stopped, or until so many pieces are done, or nothing is due. Returns how many were begun."""
        begun = 0
        while self._goes_on() and (most is None or begun < most):
            if self._patiently(self.step):
                begun += 1
            elif until_idle:
                break
            elif self._goes_on():
                close_old_connections()
                time.sleep(self.pause)
        return begun

    def step(self) -> bool:
        """Do the next due piece of work; False where nothing is due."""
        now = timezone.now()
        if self.asks:
            self._ask(now)
        job = take(now)
        if job is None:
            return False
        outcome = run(job)
        self._patiently(lambda: settle(job, outcome, timezone.now()))
        return True

    def _ask(self, now: datetime) -> None:
        day, hour = timezone.localdate(now), now.replace(minute=0, second=0, microsecond=0)
        if self.asked_for_day != day:
            ask_for_daily_work(now)
            self.asked_for_day = day
        if self.asked_for_hour != hour:
            ask_for_hourly_work(now)
            self.asked_for_hour = hour

    def _patiently(self, act: Callable):
        """Until the database answers, or the worker is stopped."""
        told = False
        while True:
            try:
                return act()
            except AWAY as fault:
                if connection.in_atomic_block:
                    raise
                if not told:
                    log.warning("the database does not answer, waiting: %s", fault)
                    told = True
                connection.close()
                if not self._goes_on():
                    return None
                time.sleep(WITHOUT_DATABASE)

    def _goes_on(self) -> bool:
        return not self.stopping and (self.beside is None or _is_alive(self.beside))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
