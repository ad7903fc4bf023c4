"""What somebody does to many orders at once: the press, and what became of each order."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lab.models import Employee, Event
from orders.models.order import Order


class BatchState(models.TextChoices):
    WORKING = "working", _("at work")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


class RowState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Could not be done")


NOT_DONE = (RowState.REFUSED, RowState.FAILED)
"""What may be tried again."""


class BatchQuerySet(models.QuerySet):
    """Questions asked of them."""

    def asked_by(self, person):
        return self.filter(asked_by=person)


class Batch(models.Model):
    """One action on many orders. ``event`` says who pressed, when, and by which form.

    ``told`` is what was typed: field → text, tick or choices, days as 2026-12-04. ``chosen`` says in words how the
    orders were chosen; ``job`` is the background work that brings it to its end.
    """

    action = models.CharField(_("action"), max_length=40)
    told = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    came_from = models.TextField(blank=True)
    count = models.PositiveIntegerField(_("orders"))
    asked_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("event"))
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState.choices, default=BatchState.WORKING
    )
    stopped = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True)
    job = models.CharField(max_length=64, blank=True)
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="tries")
    """The press of which this one tries again what was refused; that of a further try, too."""

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("orders done together")
        verbose_name_plural = _("orders done together")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=BatchState.STOPPED, stopped__isnull=False)
                | (~Q(state=BatchState.STOPPED) & Q(stopped__isnull=True)),
                name="a_stopped_batch_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.DONE, ended_at__isnull=False)
                | (~Q(state=BatchState.DONE) & Q(ended_at__isnull=True)),
                name="a_batch_is_done_or_has_not_ended",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-id"], name="batch_by_person")]

    def __str__(self):
        return f"{self.action} × {self.count}"

    @property
    def chain(self) -> int:
        """The id of the press with which trying began."""
        return self.first_id or self.pk


class BatchOrderQuerySet(models.QuerySet):
    """Questions asked of the orders of a batch."""

    def waiting(self):
        return self.filter(state=RowState.WAITING)

    def not_done(self):
        return self.filter(state__in=NOT_DONE)

    def left_undone(self, batch: Batch):
        """Those of the batch that no later try has done, or is about to."""
        tried = BatchOrder.objects.filter(
            order=OuterRef("order"), batch__first=batch.chain, batch__gt=batch.pk
        ).exclude(state__in=NOT_DONE)
        return self.filter(~Exists(tried), batch=batch).not_done()


class BatchOrder(models.Model):
    """One order of a batch, with the version that the person saw; ``said`` is why it was refused, or what was done.

    ``event`` is what was booked on it; an order that was as wanted already has none.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    version = models.PositiveIntegerField(_("version seen"))
    state = models.CharField(_("state"), max_length=10, choices=RowState.choices, default=RowState.WAITING)
    said = models.TextField(_("what became of it"), blank=True)
    at = models.DateTimeField(_("moment"), null=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BatchOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order done together with others")
        verbose_name_plural = _("orders done together with others")
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="an_order_is_once_in_a_batch"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="batch_order_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=RowState.WAITING, at__isnull=True)
                | (~Q(state=RowState.WAITING) & Q(at__isnull=False)),
                name="a_batch_order_waits_or_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "id"], name="batch_order_by_state")]

    def __str__(self):
        return f"{self.order_id}: {self.get_state_display()}"
