"""Who stands at the bench, what the next scan shall do, and what was answered last: kept in the session."""

from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lab.models import Employee
from lab.permissions import may
from lab.shared_bench import PAUSE, badge_at, forget_badge, is_shared_bench, note_badge
from orders.bench_codes import Action
from workflow.pages.bench_answers import Answer

KEY, SHARED_KEY = "bench", "bench_shared"
"""Whoever logs in at a shared bench goes on from nothing that somebody else had scanned there."""
FRESH = timedelta(minutes=2)
"""Nobody remembers for longer what he scanned, or stands before an answer."""


class AtBench:
    """One request at the bench. ``person`` is None at a shared bench at which nobody has scanned a badge."""

    def __init__(self, request, now: datetime):
        self.request, self.now = request, now
        self.is_shared = is_shared_bench(request)
        self.key = SHARED_KEY if self.is_shared else KEY
        self.badge = badge_at(request, now) if self.is_shared else None
        self.person = self._whose_badge() if self.is_shared else request.user

    @property
    def place(self) -> str:
        """What events say of where it was."""
        return _("at the shared bench") if self.is_shared else ""

    @property
    def idle_seconds(self) -> int:
        """After which the page forgets the person, as the session does."""
        return int(PAUSE.total_seconds()) if self.is_shared and self.person else 0

    @property
    def action(self) -> Action | None:
        kept = self._fresh("action")
        return Action(kept) if kept in list(Action) else None

    @property
    def answer(self) -> Answer | None:
        return self._fresh("answer")

    def tell(self, answer: Answer) -> None:
        """Whatever is answered stands until the next scan."""
        self._keep("answer", answer)
        if self.badge:
            note_badge(self.request, self.badge, self.now)

    def arm(self, action: Action | None) -> None:
        self._keep("action", action)

    def welcome(self, badge) -> None:
        """From now on this person scans; the one before has left."""
        self.badge, self.person = badge, badge.employee

    def leave(self) -> None:
        """Nobody scans any more, at a bench that is shared."""
        if self.is_shared:
            self.badge = self.person = None
            forget_badge(self.request)
            self.request.session[self.key] = {}

    def is_another(self, shown: str) -> bool:
        """Whether the page that was scanned at shows somebody else than the session knows."""
        return self.is_shared and shown != str(self.person.pk if self.person else "")

    def _whose_badge(self) -> Employee | None:
        owner = self.badge and self.badge.employee
        return owner if owner and may(owner, "work_task") else None

    def _fresh(self, name: str):
        kept = self.request.session.get(self.key, {}).get(name)
        return kept["it"] if kept and self.now - parse_datetime(kept["at"]) < FRESH else None

    def _keep(self, name: str, it) -> None:
        kept = self.request.session.get(self.key, {}) | {name: {"it": it, "at": self.now.isoformat()}}
        self.request.session[self.key] = kept
