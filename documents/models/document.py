"""Documents of orders, their revisions, and the values that were filled in."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.finding import SEARCH, FoldedField, Found, FoundQuerySet, holding
from common.models import Numbered
from documents.lifecycle import DocumentLifecycle, DocumentState
from documents.models.analyte import MeasureField
from documents.models.attachment import Attachment
from documents.models.document_type import DocumentType, DocumentTypeVersion, TypeField, TypeKind
from lab.models import Employee
from lab.models.event import CausedModel
from orders.models import Order


class Flag(models.TextChoices):
    """What the server says of a result; nothing where there is no range."""

    LOW = "L", _("low")
    HIGH = "H", _("high")
    CRITICAL_LOW = "LL", _("critically low")
    CRITICAL_HIGH = "HH", _("critically high")
    IMPOSSIBLE = "??", _("not possible")


WAITING = [DocumentState.FILLING, DocumentState.AMENDING, DocumentState.FINISHED]
"""States in which somebody has still something to do."""

CRITICAL = (Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH)


class DocumentQuerySet(FoundQuerySet):
    """Questions asked of the documents."""

    def current(self):
        """Without those that left with their service before anybody filled anything in."""
        return self.filter(is_removed=False)

    def required_of(self, order):
        """Those that the order is not sent on without."""
        return self.current().filter(order=order, is_required=True)

    def matching(self, text: str):
        """Documents of which number, title or the order's own search text hold every word."""
        return holding(self, text, SEARCH, f"order__{SEARCH}")

    def unfinished(self):
        return self.current().filter(state__in=[DocumentState.FILLING, DocumentState.AMENDING])

    def locked(self, pk):
        """The row of one document, locked until the transaction ends, by whoever holds its order."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)

    def with_names(self):
        """With what lists and pages tell of each."""
        return self.select_related("order__customer", "document_type", "type_version", "finished_by")

    def with_revisions_counted(self):
        return self.annotate(revision_count=models.Count("revisions"))


class Document(DocumentLifecycle, Found, Numbered):
    """A document of an order, filled by one version of its type. It gets its number when it is first released.

    ``version`` grows by one with each change, so that a page that was opened earlier is noticed. An automatic one was
    asked for by a service of the order; ``is_orphaned``: that service has left, and the document was not empty. Title
    and kind are those that its type had when it was made. ``not_called``: why it was finished although nobody was
    called about a critical value.
    """

    series = "document"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    document_type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("document type")
    )
    type_version = models.ForeignKey(
        DocumentTypeVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    title = models.CharField(_("title"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=TypeKind.choices, default=TypeKind.OTHER)
    is_automatic = models.BooleanField(_("asked for by a service"), default=False, editable=False)
    is_required = models.BooleanField(_("required"), default=False, editable=False)
    is_orphaned = models.BooleanField(default=False, editable=False)
    is_removed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+", editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    finished_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    not_called = models.CharField(_("why nobody was called"), max_length=300, blank=True, editable=False)
    amended_because = models.CharField(_("why it is amended"), max_length=500, blank=True, editable=False)
    search_text = FoldedField(of=["number", "title"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        indexes = [
            # What waits is little, beside all that was ever released.
            models.Index(
                fields=["id"], condition=Q(is_removed=False, state__in=WAITING), name="document_waiting"
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="document_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values), name="state_of_a_document_is_known"
            ),
            models.UniqueConstraint(
                fields=["order", "document_type"],
                condition=Q(is_automatic=True, is_removed=False),
                name="a_service_brings_its_document_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DocumentState.FILLING, DocumentState.FINISHED])
                | Q(number__isnull=False),
                name="a_released_document_has_a_number",
            ),
            models.CheckConstraint(condition=Q(kind__in=TypeKind.values), name="kind_of_a_document_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[DocumentState.FILLING, DocumentState.AMENDING])
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="a_finished_document_says_who_finished_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.AMENDING) | ~Q(amended_because=""),
                name="a_document_is_amended_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.number or ''}".strip()


class DocumentValueQuerySet(models.QuerySet):
    """Questions asked of the values."""

    def current(self):
        return self.filter(is_current=True)

    def standing(self):
        """Values that say something: not those that were emptied again."""
        return self.current().exclude(text="", file__isnull=True, is_not_done=False)

    def critical(self):
        return self.current().filter(flag__in=CRITICAL)

    def uncalled(self):
        """Critical values about which nobody was called, also not before they were measured anew."""
        return self.critical().exclude(_called_about())


def _called_about() -> Exists:
    """That somebody was called about what was typed: a row that is measured anew says when it was."""
    same = {name: OuterRef(name) for name in ("document", "field", "row", "column", "entered_at")}
    return Exists(DocumentValue.objects.filter(calls__isnull=False, **same))


class DocumentValue(models.Model):
    """What was filled into one field, or one cell of its table. Changed by a new row; the earlier one stays.

    ``text`` is what was typed. Of a number also the number, and before it <, >, ≤ or ≥ where that was typed;
    ``limits`` is a copy of the range that was used (limits as text, source, its conditions), empty where none was.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="values")
    field = models.ForeignKey(TypeField, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveSmallIntegerField(default=0)
    column = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    number = MeasureField(null=True)
    comparator = models.CharField(max_length=1, blank=True)
    is_not_done = models.BooleanField(default=False)
    unit = models.CharField(max_length=30, blank=True)
    flag = models.CharField(max_length=2, choices=Flag.choices, blank=True)
    limits = models.JSONField(default=dict)
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = DocumentValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "field", "row", "column"],
                condition=Q(is_current=True),
                name="a_field_has_one_value_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(flag="") | Q(flag__in=Flag.values), name="flag_of_a_value_is_known"
            ),
            models.CheckConstraint(condition=Q(flag="") | ~Q(limits={}), name="no_flag_without_a_range"),
        ]

    def __str__(self):
        return self.text

    @property
    def is_critical(self) -> bool:
        return self.flag in CRITICAL


class DocumentRevision(CausedModel):
    """What a document said when it was released: frozen, with its SHA-256, and what differs from the revision before.

    ``changes`` is a list of ``{"field", "before", "after"}`` in words.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"))
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("revision of a document")
        verbose_name_plural = _("revisions of documents")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="a_document_numbers_its_revisions"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="an_amendment_says_why"),
        ]

    def __str__(self):
        return f"{self.document} / {self.number}"


class DocumentSitting(models.Model):
    """Somebody has the page of a document open to fill it in; told to others for as long as it is fresh."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sittings")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person filling a document")
        verbose_name_plural = _("people filling documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "employee"], name="somebody_sits_at_a_document_once")
        ]

    def __str__(self):
        return str(self.employee)
