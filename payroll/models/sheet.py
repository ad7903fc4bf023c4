"""Pay sheets: which entries are paid out together. A draft holds its entries; a finished one is booked."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, MoneyField
from common.ledger import BookedRowsOnlyGrow
from common.models import Numbered
from common.money import ZERO
from lab.models import Employee, Event
from payroll.models.entry import PayrollEntry


class PaySheetQuerySet(models.QuerySet):
    """Questions asked of the pay sheets."""

    def drafts(self):
        return self.filter(finished__isnull=True)

    def finished(self):
        return self.filter(finished__isnull=False)

    def locked(self, pk: int) -> "PaySheet":
        return self.select_for_update(no_key=True, of=("self",)).select_related("employee").get(pk=pk)

    def with_names(self):
        return self.select_related("employee", "event__actor", "finished__actor")


class PaySheet(Numbered):
    """What one person is paid out at once, in one currency. Number and total come when it is finished."""

    series = "pay_sheet"

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee")
    )
    currency = CurrencyField(_("currency"))
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn up"))
    finished = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("finished")
    )
    finished_on = models.DateField(_("finished on"), null=True)
    total = MoneyField(_("total"), null=True)

    objects = PaySheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("pay sheet")
        verbose_name_plural = _("pay sheets")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["employee", "finished"], name="pay_sheets_by_employee")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished__isnull=True, finished_on__isnull=True, total__isnull=True, number__isnull=True)
                | Q(finished__isnull=False, finished_on__isnull=False, total__gt=0, number__isnull=False),
                name="a_finished_pay_sheet_has_number_and_total",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number or str(_("draft"))

    def delete(self, *args, **kwargs):
        if self.finished_id is not None:
            raise BookedRowsOnlyGrow
        return super().delete(*args, **kwargs)

    @property
    def is_finished(self) -> bool:
        return self.finished_id is not None

    def sum_of_entries(self):
        """What its entries come to; for a finished sheet its total."""
        return self.entries.aggregate(total=Sum("entry__amount"))["total"] or ZERO


class PaySheetEntry(models.Model):
    """An entry stands on one sheet only: a draft holds it, and lets it go when it is discarded."""

    sheet = models.ForeignKey(PaySheet, on_delete=models.PROTECT, related_name="entries")
    entry = models.OneToOneField(PayrollEntry, on_delete=models.PROTECT, related_name="on_sheet")

    class Meta:
        verbose_name = _("entry of a pay sheet")
        verbose_name_plural = _("entries of pay sheets")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.sheet_id}: {self.entry_id}"
