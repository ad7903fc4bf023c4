"""Merges of customers and of patients who stood in the register twice: what moved, and what was taken back.

All of it only grows. What is so now stands in ``merged_into`` of the row that went; ``verify`` compares the two.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.ledger import BookedModel, BookedQuerySet
from lab.models.event import CausedModel


class MergeQuerySet(BookedQuerySet):
    """Questions asked of the merges."""

    def standing(self):
        """Those that nobody took back."""
        return self.filter(taken_back__isnull=True)

    def of(self, kind: str, record: int):
        """Those in which the customer, or the patient, stayed or went, the latest first."""
        return self.filter(Q(kept=record) | Q(gone=record), kind=kind).order_by("-pk")


class Merge(CausedModel):
    """Of two rows about the same customer, or patient, one stayed (``kept``) and one went (``gone``).

    Both are ids; the names are those of that moment.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customers")
        PATIENT = "patient", _("Patients")

    kind = models.CharField(_("of whom"), max_length=10, choices=Kind.choices)
    kept = models.BigIntegerField(_("number of the one that stayed"))
    gone = models.BigIntegerField(_("number of the one that went"))
    kept_name = models.CharField(_("stayed"), max_length=200)
    gone_name = models.CharField(_("went"), max_length=200)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of duplicates")
        verbose_name_plural = _("merges of duplicates")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "kept"], name="merge_by_kept"),
            models.Index(fields=["kind", "gone"], name="merge_by_gone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["customer", "patient"]), name="merge_kind_is_known"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="nobody_is_merged_into_himself"),
        ]

    def __str__(self):
        return f"{self.gone_name} → {self.kept_name}"


class MergeRow(BookedModel):
    """One field of one row that the merge wrote: what stood there before, and what it wrote.

    ``table`` and ``record`` name the row. A tag that came to the one who stayed has ``before`` None.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("what a merge wrote")
        verbose_name_plural = _("what merges wrote")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.table} {self.record} {self.field}"


class MergeTakenBack(CausedModel):
    """The two are not the same after all: what moved is back. The event says why."""

    merge = models.OneToOneField(Merge, on_delete=models.PROTECT, related_name="taken_back")

    class Meta:
        verbose_name = _("merge taken back")
        verbose_name_plural = _("merges taken back")

    def __str__(self):
        return str(self.merge)
