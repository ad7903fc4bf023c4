"""Services of the catalogue."""

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, MoneyField, PercentField, WholeField
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField


class TaxRate(models.Model):
    """A tax rate by name; prices include it."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    percent = PercentField(_("percent"))

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ["percent"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gte=0, percent__lte=100), name="tax_within_0_and_100"
            )
        ]

    def __str__(self):
        return self.name


class ServiceGroup(Found):
    """A heading of the catalogue, such as “Crowns and bridges” of the dental department."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    position = WholeField(_("position"), default=0)
    search_text = FoldedField(of=["name", "department"])
    name_key = NameKeyField(of=["name"])
    department_key = NameKeyField(of=["department"])

    class Meta:
        verbose_name = _("service group")
        verbose_name_plural = _("service groups")
        ordering = ["position", "name_key", "pk"]

    def __str__(self):
        return self.name


class ServiceQuerySet(FoundQuerySet):
    """Questions asked of the catalogue."""

    def on_sale(self):
        return self.filter(is_active=True)

    def telling_bundles(self):
        """``is_bundle``: whether the service includes others."""
        rows = self.model._meta.get_field("included").related_model.objects
        return self.annotate(is_bundle=Exists(rows.filter(bundle=OuterRef("pk"))))


class CountsBy(models.TextChoices):
    """What one of a service is, where a line names teeth: the quantity follows them until somebody types it."""

    UNIT = "unit", _("As many as are typed")
    TOOTH = "tooth", _("Each tooth")
    SPAN = "span", _("Each bridge")
    JAW = "jaw", _("Each jaw")
    ORDER = "order", _("One an order")


class Service(Found):
    """What the laboratory sells."""

    group = models.ForeignKey(
        ServiceGroup, on_delete=models.PROTECT, related_name="services", verbose_name=_("group")
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    price = MoneyField(_("price"), help_text=_("Includes tax."))
    currency = CurrencyField(_("currency"), default="EUR")
    tax_rate = models.ForeignKey(
        TaxRate, on_delete=models.PROTECT, related_name="+", verbose_name=_("tax rate")
    )
    lead_days = WholeField(
        _("lead time"), default=1, validators=[MaxValueValidator(365)], help_text=_("In working days.")
    )
    review_required = models.BooleanField(
        _("review required"),
        default=True,
        help_text=_("An order with such a service is checked before it is produced."),
    )
    counts_by = models.CharField(
        _("counts"),
        max_length=10,
        choices=CountsBy.choices,
        default=CountsBy.UNIT,
        help_text=_("By what the teeth of a line make its quantity, until somebody types another."),
    )
    pontics_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pontics are charged as"),
        help_text=_("Where each tooth counts: the pontics of its bridges become a line of their own."),
    )
    is_active = models.BooleanField(_("on sale"), default=True)
    search_text = FoldedField(of=["code", "name"])
    name_key = NameKeyField(of=["name"])

    PARTS = ("included", "fields", "steps", "material_norms")
    TOGETHER = (("price", "currency", "tax_rate"),)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["group__position", "group__name_key", "code"]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="service_search")]
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="service_price_not_negative"),
            models.CheckConstraint(
                condition=models.Q(counts_by__in=["unit", "tooth", "span", "jaw", "order"]),
                name="a_service_counts_by_something_known",
            ),
            models.CheckConstraint(
                condition=models.Q(pontics_as__isnull=True)
                | (models.Q(counts_by="tooth") & ~models.Q(pontics_as=models.F("id"))),
                name="pontics_are_charged_as_another_service",
                violation_error_message=_(
                    "Pontics are charged as another service, and only where each tooth counts."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def makes_bridges(self) -> bool:
        """Whether teeth from one to another, typed without their kinds, are a bridge."""
        return self.counts_by == CountsBy.SPAN or self.pontics_as_id is not None


class ServiceField(models.Model):
    """One thing that the service asks for on each line."""

    class Kind(models.TextChoices):
        TEETH = "teeth", _("Teeth")
        SHADE = "shade", _("Shade")
        MATERIAL = "material", _("Material")
        SPECIMEN = "specimen", _("Specimen")
        CONTAINER = "container", _("Container")
        NOTE = "note", _("Note")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="fields")
    kind = models.CharField(_("field"), max_length=20, choices=Kind.choices)
    is_required = models.BooleanField(_("required"), default=False)

    class Meta:
        verbose_name = _("field asked for")
        verbose_name_plural = _("fields asked for")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "kind"], name="a_service_asks_once_for_a_field"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["teeth", "shade", "material", "specimen", "container", "note"]),
                name="service_field_is_known",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
