"""Events of the records that people edit: what one event changed in a customer, a service, a person, the settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lab.models.event import CausedModel


class RecordEvent(CausedModel):
    """What one event changed in one record.

    ``kind`` and ``record`` name the row, which may be gone; ``changes`` is a list of ``{"field", "before", "after"}``
    in words, of a row beside it also ``"row"``. Money among them is marked ``"money": true``.
    """

    kind = models.CharField(max_length=60)
    record = models.BigIntegerField()
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("event of a record")
        verbose_name_plural = _("events of records")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "record", "-id"], name="events_of_a_record")]

    def __str__(self):
        return f"{self.kind} {self.record}"
