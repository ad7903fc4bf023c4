"""The base of every booked table: rows are added and read, never changed and never deleted.

The same refusal stands in the database as triggers (see ``booked`` and ``triggers``).
"""

from django.db import models
from django.utils.translation import gettext as _

from common.refusals import Refused


class BookedRowsOnlyGrow(Refused):
    """Somebody tried to change or delete a row that is booked."""

    def __init__(self) -> None:
        super().__init__(_("What is booked is never changed or deleted; book a reversal instead."))


class BookedQuerySet(models.QuerySet):
    """Rows to be read and summed."""

    def update(self, **kwargs):
        raise BookedRowsOnlyGrow

    def delete(self):
        raise BookedRowsOnlyGrow

    def bulk_update(self, objs, fields, batch_size=None):
        raise BookedRowsOnlyGrow


class BookedModel(models.Model):
    """A row of a ledger."""

    objects = BookedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise BookedRowsOnlyGrow
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise BookedRowsOnlyGrow
