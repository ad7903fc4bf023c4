"""Pieces of background work, and the papers that a worker prepares."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found, FoundQuerySet
from lab.models import Employee

PAPERS_ARE_KEPT = timedelta(hours=4)
"""How long a prepared paper can be fetched: a role that was switched off since must not open it for long."""


class State(models.TextChoices):
    """What has become of a piece of work."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    FAILED = "failed", _("failed")
    DONE = "done", _("done")
    GIVEN_UP = "given_up", _("given up")


OPEN = (State.WAITING, State.RUNNING)
"""States in which a worker may take it."""


class JobQuerySet(FoundQuerySet):
    """Questions asked of the work."""

    def open(self):
        return self.filter(state__in=OPEN)

    def due(self, now: datetime):
        """What a worker may take now, the most urgent first; of what runs, that whose lease is over."""
        return self.open().filter(due_at__lte=now).order_by("-priority", "due_at", "pk")


class Job(Found):
    """One piece of work. It is written in the transaction of its cause, so it is there if and only if that is."""

    kind = models.CharField(_("kind"), max_length=200, help_text=_("The function that does it."))
    about = models.CharField(_("about"), max_length=200, blank=True)
    arguments = models.JSONField(_("arguments"), default=dict)
    priority = models.SmallIntegerField(_("priority"), default=0)
    asked_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(
        _("due"), help_text=_("When it is tried next; while it runs: when its lease ends.")
    )
    lease = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField(_("last begun"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    last_error = models.TextField(_("last error"), blank=True)
    result = models.JSONField(null=True, editable=False)
    slot = models.CharField(max_length=250, unique=True, null=True, editable=False)
    search_text = FoldedField(of=["about"])

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background work")
        verbose_name_plural = _("background work")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="state_of_work_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.RUNNING, lease__isnull=False)
                | (~models.Q(state=State.RUNNING) & models.Q(lease__isnull=True)),
                name="running_work_and_no_other_has_a_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN) & models.Q(ended_at__isnull=False)),
                name="work_is_open_or_has_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "due_at"], name="open_work", condition=models.Q(state__in=OPEN)
            ),
            models.Index(fields=["state", "-id"], name="work_by_state"),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}".strip()


class PaperQuerySet(models.QuerySet):
    """Questions asked of the prepared papers."""

    def fresh(self, now: datetime):
        return self.filter(asked_at__gte=now - PAPERS_ARE_KEPT)


class PreparedPaper(models.Model):
    """A paper that takes too long for the page that asked for it. It is for whoever asked, and for a few hours.

    Of a file of many papers ``made`` of ``of`` are drawn; where there is but one, nothing is counted. ``missing`` are
    the signs without letters in it that nobody was told of before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    came_from = models.CharField(max_length=1000)
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    html = models.TextField(blank=True)
    logo = models.BinaryField(null=True)
    pdf = models.BinaryField(null=True)
    job = models.CharField(max_length=64)
    made = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    missing = models.TextField(blank=True, default="")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared paper")
        verbose_name_plural = _("prepared papers")

    def __str__(self):
        return self.filename

    @property
    def is_packed(self) -> bool:
        """A file of many papers: kept by the browser, not shown."""
        return self.filename.endswith(".zip")
