"""Files attached to orders. The bytes lie in the private store; here is what is known about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found, FoundQuerySet
from lab.models import Employee
from orders.models import Order


class AttachmentQuerySet(FoundQuerySet):
    """Questions asked of the files."""

    def current(self):
        """Files that nobody has removed; the bytes of removed ones outlive the longest backup."""
        return self.filter(removed_at__isnull=True)

    def waiting(self, tray, employee):
        """Files dropped onto the form of an order that is not saved yet."""
        return self.current().filter(order__isnull=True, tray=tray, uploaded_by=employee)

    def listed(self):
        """With who brought each and whether it has a thumbnail, but without the bytes of the pictures."""
        has_thumbnail = models.ExpressionWrapper(
            models.Q(thumbnail__isnull=False), output_field=models.BooleanField()
        )
        own = {field.name for field in self.model._meta.concrete_fields} - {"thumbnail"}
        read = self.select_related("uploaded_by").only(*own, "uploaded_by__name")
        return read.annotate(has_thumbnail=has_thumbnail)


class Attachment(Found):
    """One file. Its original name is data only and never part of a path."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    tray = models.UUIDField(null=True, editable=False, db_index=True)
    key = models.CharField(max_length=80, editable=False)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    thumbnail = models.BinaryField(null=True, editable=False)
    thumbnail_due = models.BooleanField(default=False, editable=False)
    uploaded_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)
    search_text = FoldedField(of=["name"])

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order__isnull=False) | models.Q(tray__isnull=False),
                name="a_file_has_an_order_or_waits",
            )
        ]

    def __str__(self):
        return self.name
