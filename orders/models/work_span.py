"""Spans of work: when somebody really worked on a task. The real minutes of a task are their sum."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.days import moment_and_year
from lab.models import Employee
from orders.models.task import Task


class WorkSpanQuerySet(models.QuerySet):
    """Questions asked of the spans."""

    def running(self):
        return self.filter(ended_at__isnull=True)


class WorkSpan(models.Model):
    """From start to pause or finish; ``is_capped`` where nobody stopped it and the end of the working day did."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="spans")
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee")
    )
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    is_capped = models.BooleanField(_("forgotten, capped at the end of the day"), default=False)

    objects = WorkSpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("span of work")
        verbose_name_plural = _("spans of work")
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(fields=["employee"], condition=Q(ended_at__isnull=True), name="span_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(ended_at__isnull=True), name="a_task_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_span_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.task_id} ({moment_and_year(self.started_at)})"
