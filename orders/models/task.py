"""Tasks: who does the work of a line, and how far it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lab.models import Employee, Event
from orders.models.line import OrderLine
from orders.models.order import Order


class TaskState(models.TextChoices):
    TODO = "todo", _("To do")
    IN_PROGRESS = "in_progress", _("In progress")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


FINISHED = [TaskState.DONE, TaskState.SKIPPED]


class TaskQuerySet(models.QuerySet):
    """Questions asked of the tasks."""

    def current(self):
        return self.filter(line__is_removed=False)

    def performed_by(self, employee_id: int):
        """Given to that person, on removed lines too: read from the index alone, whatever their number."""
        return self.filter(performer=employee_id)

    def unfinished(self):
        return self.exclude(state__in=FINISHED)


class Task(models.Model):
    """The work of one line."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tasks")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    performer = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("performer"),
    )
    assistant = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assistant"),
    )
    state = models.CharField(_("state"), max_length=20, choices=TaskState.choices, default=TaskState.TODO)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    skipped_by = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["line__position", "pk"]
        indexes = [models.Index(fields=["performer", "order"], name="task_by_performer")]
        constraints = [
            models.UniqueConstraint(fields=["line"], name="one_task_per_line"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(assistant__isnull=True)
                | Q(performer__isnull=True)
                | ~Q(assistant=models.F("performer")),
                name="nobody_assists_himself",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED
