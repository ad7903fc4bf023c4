"""Types of documents that the laboratory makes: versions, sections, fields, layout; and which services name them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField
from common.numbering import validate_mask
from documents.models.analyte import Analyte


class TypeKind(models.TextChoices):
    """What a document is for whoever receives it."""

    PROTOCOL = "protocol", _("Protocol")
    CONCLUSION = "conclusion", _("Conclusion")
    PRESCRIPTION = "prescription", _("Prescription")
    NOTE = "note", _("Delivery note")
    CONSENT = "consent", _("Consent")
    OTHER = "other", _("Other document")


class DocumentTypeQuerySet(FoundQuerySet):
    """Questions asked of the types."""

    def on_offer(self):
        """Types of which new documents can be made: in use, and with a version in force."""
        return self.with_version_in_force().filter(is_active=True, version_in_force__isnull=False)

    def with_version_in_force(self):
        """``version_in_force``: the version (by id) by which new documents are made; None where there is none."""
        versions = DocumentTypeVersion.objects.in_force(models.OuterRef("pk"))
        return self.annotate(version_in_force=models.Subquery(versions.values("pk")))


class DocumentType(Found):
    """What kind of document it is. What it asks for, and how it is printed, stands in its versions.

    A type of the system (``system_key``) is locked: it can be copied, switched off, given another mask, and a second
    person.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TypeKind.choices, default=TypeKind.PROTOCOL)
    system_key = models.CharField(max_length=40, unique=True, null=True, editable=False)
    number_mask = models.CharField(
        _("number mask"), max_length=40, default="D-{yyyy}-{n:05}", validators=[validate_mask]
    )
    is_verified = models.BooleanField(
        _("verified by a second person"),
        default=False,
        help_text=_("On: whoever finished a document cannot release it; somebody else looks at it first."),
    )
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Switched off, no new document of it is made; those that exist stay."),
    )
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    objects = DocumentTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TypeKind.values), name="kind_of_a_document_type_is_known"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:type_page", args=[self.pk])

    @property
    def is_system(self) -> bool:
        return self.system_key is not None

    @property
    def number_series(self) -> str:
        """Each type counts by itself."""
        return f"document:{self.pk}"


class VersionQuerySet(models.QuerySet):
    """Questions asked of the versions."""

    def published(self):
        return self.filter(published_at__isnull=False)

    def in_force(self, document_type):
        """Of a type (a row, an id, or an outer query's) the last version that was published; none or one row."""
        return self.published().filter(document_type=document_type).order_by("-number")[:1]


class DocumentTypeVersion(models.Model):
    """What a type asks for and how it is printed. Once published it is changed no more: documents are filled by it."""

    document_type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="versions", verbose_name=_("document type")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    layout = models.TextField(_("layout"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    PARTS = ("sections", "fields")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document type")
        verbose_name_plural = _("versions of document types")
        ordering = ["document_type", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document_type", "number"], name="a_type_numbers_its_versions"),
            models.UniqueConstraint(
                fields=["document_type"],
                condition=Q(published_at__isnull=True),
                name="a_type_has_one_draft_of_a_version",
            ),
        ]

    def __str__(self):
        return _now("%(type)s, version %(number)s") % {"type": self.document_type, "number": self.number}


class TypeSection(models.Model):
    """A heading with fields under it."""

    version = models.ForeignKey(DocumentTypeVersion, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=100)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    @property
    def in_one_line(self) -> str:
        """For histories."""
        return f"{self.position + 1}. {self.title}"


class FieldKind(models.TextChoices):
    """What a field takes."""

    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    CHOICE = "choice", _("Choice")
    DATE = "date", _("Date")
    YES_NO = "yes_no", _("Yes or no")
    TABLE = "table", _("Table")
    PICTURE = "picture", _("Picture from the order's files")


class TypeField(models.Model):
    """One thing that is filled in. ``key`` is its name in the layout.

    A number has a unit and decimals, or an analyte, which brings both with its ranges. ``choices`` is a list of texts;
    ``columns`` a list of ``{"key", "label", "kind", "choices"}``, the kind being text, number or choice.
    """

    version = models.ForeignKey(DocumentTypeVersion, on_delete=models.CASCADE, related_name="fields")
    section = models.ForeignKey(
        TypeSection, on_delete=models.CASCADE, related_name="fields", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(_("placeholder"), max_length=40)
    label = models.CharField(_("label"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=FieldKind.choices)
    is_required = models.BooleanField(_("required"), default=False)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    analyte = models.ForeignKey(
        Analyte,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("analyte"),
    )
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), null=True, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["section__position", "section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="a_version_names_a_field_once"),
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="kind_of_a_field_is_known"),
            models.CheckConstraint(
                condition=Q(kind=FieldKind.NUMBER) | Q(analyte__isnull=True, unit="", decimals__isnull=True),
                name="only_numbers_have_units",
            ),
            models.CheckConstraint(
                condition=Q(decimals__isnull=True) | Q(decimals__lte=6),
                name="a_field_has_six_decimals_at_most",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def in_one_line(self) -> str:
        """For histories."""
        unit = self.analyte.code if self.analyte else self.unit
        decimals = "" if self.decimals is None else f"{_now('decimals')}: {self.decimals}"
        several = ", ".join([*self.choices, *(column["label"] for column in self.columns)])
        required = _now("required") if self.is_required else ""
        said = [str(self.get_kind_display()), unit, decimals, several, self.hint, required]
        return f"{self.position + 1}. {self.label} {{{{{self.key}}}}}: {', '.join(filter(None, said))}"


class ServiceDocument(models.Model):
    """A service asks for a document of this type in each order that has it."""

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    document_type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="services", verbose_name=_("document type")
    )
    is_required = models.BooleanField(
        _("required"),
        default=True,
        help_text=_("An order is not sent to review before such a document is finished."),
    )

    class Meta:
        verbose_name = _("document of a service")
        verbose_name_plural = _("documents of services")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "document_type"], name="a_service_names_a_document_type_once"
            )
        ]

    def __str__(self):
        return str(self.document_type)
