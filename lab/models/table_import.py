"""Imported tables: the file while it is looked at, the batch, what it did to each record, its taking back."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ledger import BookedModel, BookedQuerySet
from lab.models.employee import Employee
from lab.models.event import CausedModel

FILES_ARE_KEPT = timedelta(days=2)


class TableImportQuerySet(BookedQuerySet):
    """Questions asked of the imports."""

    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds)


class TableImport(CausedModel):
    """One file as it was imported: how many rows were new, changed, the same, and left out because they were wrong."""

    kind = models.CharField(_("what was imported"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    new = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    same = models.PositiveIntegerField(_("the same"))
    left_out = models.PositiveIntegerField(_("left out"))

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported table")
        verbose_name_plural = _("imported tables")
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name


class TableImportRow(BookedModel):
    """What the import did to one record: ``changes`` is field → its text before and after, as the table writes it.

    ``record`` is the key of what was written; the row of the database may be gone since.
    """

    table_import = models.ForeignKey(TableImport, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(_("row"))
    name = models.CharField(_("name"), max_length=300)
    record = models.BigIntegerField()
    is_new = models.BooleanField()
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["table_import", "pk"]

    def __str__(self):
        return self.name


class TableImportTakenBack(CausedModel):
    """An import was a mistake: what it made is gone, what it changed is as it was. The event says why."""

    table_import = models.OneToOneField(TableImport, on_delete=models.PROTECT, related_name="taken_back")

    class Meta:
        verbose_name = _("import taken back")
        verbose_name_plural = _("imports taken back")

    def __str__(self):
        return str(self.table_import)


class TableImportGoing(CausedModel):
    """Somebody had a worker take an import back; ``job`` is its work. The event says why."""

    table_import = models.ForeignKey(TableImport, on_delete=models.PROTECT, related_name="going")
    job = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("import that is taken back")
        verbose_name_plural = _("imports that are taken back")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.table_import)


class TableFile(models.Model):
    """A file that was brought and is looked at; ``made`` is the import made of it. Gone two days later.

    ``job`` is the work that imports it, where there is too much of it to wait for.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    job = models.CharField(max_length=64, blank=True)
    made = models.ForeignKey(TableImport, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("table that is looked at")
        verbose_name_plural = _("tables that are looked at")
        ordering = ["pk"]

    def __str__(self):
        return self.name
