"""Sums set by hand on an order, and the mark that locks them. Neither is ever rewritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import MoneyField
from lab.models import Employee, Event
from lab.models.event import CausedModel
from orders.models import Order, Task
from payroll.models.rate import PayRole


class PlannedPayQuerySet(models.QuerySet):
    """Questions asked of the sums set by hand."""

    def standing(self):
        return self.filter(lifted_by__isnull=True)


class PlannedPay(models.Model):
    """A sum set by hand, in the laboratory's currency, with the reason why.

    Either what a role of a task earns whoever does it, instead of what the rate says, or what an employee earns on
    the order besides. It stands until an event lifts it; another sum is another row.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("task")
    )
    role = models.CharField(_("role"), max_length=10, choices=PayRole.choices, blank=True)
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("employee")
    )
    amount = MoneyField(_("sum"))
    comment = models.CharField(_("comment"), max_length=200)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlannedPayQuerySet.as_manager()

    class Meta:
        verbose_name = _("sum set by hand")
        verbose_name_plural = _("sums set by hand")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=False, role__in=PayRole.values, employee__isnull=True)
                | Q(task__isnull=True, role="", employee__isnull=False),
                name="a_sum_is_for_a_task_or_an_employee",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_sum_set_is_not_negative"),
            models.CheckConstraint(condition=~Q(comment=""), name="a_sum_set_says_why"),
            models.UniqueConstraint(
                fields=["task", "role"],
                condition=Q(lifted_by__isnull=True),
                name="one_sum_stands_for_a_role_of_a_task",
            ),
        ]

    def __str__(self):
        return f"{self.amount} ({self.comment})"


class PayMark(CausedModel):
    """A turn of the lock of an order's pay: an odd one finalizes it, the even one after it lifts that again."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    turn = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("mark of finalized pay")
        verbose_name_plural = _("marks of finalized pay")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "turn"], name="pay_is_finalized_once_at_a_time")
        ]

    def __str__(self):
        return f"{self.order_id} {self.turn}"

    @property
    def is_final(self) -> bool:
        return self.turn % 2 == 1
