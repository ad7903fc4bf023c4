"""Tasks: who does which step of the work, when it is planned, and how far it is."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import TaskTemplate
from catalog.models.task_template import MOST_MINUTES
from common.fields import PercentField, WholeField
from lab.models import Employee, Event
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.part import LinePart


class TaskState(models.TextChoices):
    TODO = "todo", _("To do")
    IN_PROGRESS = "in_progress", _("In progress")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


FINISHED = [TaskState.DONE, TaskState.SKIPPED]
UNFINISHED = [TaskState.TODO, TaskState.IN_PROGRESS, TaskState.PAUSED]


class TaskQuerySet(models.QuerySet):
    """Questions asked of the tasks."""

    def current(self):
        """Tasks of the plan; one taken off it stays only for what points at it."""
        return self.filter(is_removed=False)

    def doable(self):
        """Tasks of the plan whose service, if they belong to one, is still on the order."""
        return self.current().filter(Q(line__isnull=True) | Q(line__is_removed=False))

    def performed_by(self, employee_id: int):
        """Given to that person, on removed lines too: read from the index alone, whatever their number."""
        return self.filter(performer=employee_id)

    def unfinished(self):
        """Named one by one: so the database finds them by the index of open tasks, among a million done ones."""
        return self.filter(state__in=UNFINISHED)

    def counted(self):
        """Those whose work is done or still to be done, and paid."""
        return self.exclude(state=TaskState.SKIPPED)


class Task(models.Model):
    """One piece of work of an order's plan: a step of a line's service, or something besides (``line`` is empty).

    Of a complex service ``part`` says whose step it is; empty where it is the line's own.
    ``minutes`` are the standard working minutes, ``share`` is in percent of the line's pay; both may be unsaid.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="tasks")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    part = models.ForeignKey(
        LinePart, on_delete=models.PROTECT, null=True, editable=False, related_name="tasks"
    )
    template = models.ForeignKey(TaskTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
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
    minutes = WholeField(
        _("standard minutes"), null=True, blank=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )
    share = PercentField(
        _("share of the pay, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    state = models.CharField(_("state"), max_length=20, choices=TaskState.choices, default=TaskState.TODO)
    planned_start = models.DateTimeField(_("planned start"), null=True, blank=True, editable=False)
    planned_end = models.DateTimeField(_("planned end"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    skipped_by = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    is_removed = models.BooleanField(default=False, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["performer", "order"], name="task_by_performer"),
            models.Index(
                fields=["performer", "planned_end"],
                condition=Q(is_removed=False, state__in=["todo", "in_progress", "paused"]),
                name="task_open_by_performer",
            ),
            models.Index(fields=["planned_end", "id"], name="task_by_plan"),
            models.Index(
                fields=["planned_end", "id"],
                condition=Q(is_removed=False, state__in=["todo", "in_progress", "paused"]),
                name="task_open_by_plan",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(assistant__isnull=True)
                | Q(performer__isnull=True)
                | ~Q(assistant=models.F("performer")),
                name="nobody_assists_himself",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=MOST_MINUTES),
                name="task_minutes_are_believable",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="task_share_within_0_and_100",
            ),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True, planned_end__isnull=True)
                | Q(planned_end__gte=models.F("planned_start")),
                name="a_plan_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def piece(self) -> OrderLine | LinePart | None:
        """What it is a step of: the part of a complex service, else the line; None where it belongs to none."""
        return self.part or self.line

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_untouched(self) -> bool:
        """Nobody has begun it: it can go without a trace."""
        return self.state == TaskState.TODO and self.started_at is None
