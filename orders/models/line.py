"""Lines of an order: the service, how much of it, and the price frozen when it was added."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceRule, Service
from common.fields import CurrencyField, MoneyField, PercentField, QuantityField
from common.kept_statements import kept
from common.rate_fields import ExchangeRateField
from orders.models.order import Order


class OrderLineQuerySet(models.QuerySet):
    """Questions asked of the lines."""

    def current(self):
        """Lines that the order has now; a removed one stays only for what was booked on it."""
        return self.filter(is_removed=False)

    def with_rules(self):
        """With the rows that tell which rule of a price list made the price."""
        return self.select_related("rule__version__price_list")

    def shown_of(self, order) -> list:
        """Of an order, with all that a page says of them."""
        return _SHOWN(order)

    def requiring_review(self):
        """Lines whose service, or a part of it, is checked before the order is produced."""
        return self.telling_review().filter(review_required=True)

    def telling_review(self):
        """``review_required``: whether the line's service, or a part of it, requires a review."""
        parts = self.model._meta.get_field("parts").related_model.objects.current()
        checked = parts.filter(line=OuterRef("pk"), service__review_required=True)
        return self.annotate(review_required=Q(service__review_required=True) | Exists(checked))


class PriceFrom(models.TextChoices):
    """What made the price of a line: the catalogue, the customer's price list, or a person by hand."""

    SERVICE = "service", _("catalogue")
    LIST = "list", _("price list")
    TYPED = "typed", _("typed")


class OrderLine(models.Model):
    """One service on an order. ``gross`` = quantity × unit price, ``amount`` = gross less the line's discount.

    All of it is in the order's currency. Where the price came in another, ``foreign_price`` is what it was there, and
    by ``exchange_rate`` of ``exchange_day`` it became the unit price; a price that a person types was never converted.

    A line with ``pontics_of`` charges the pontics of that line at a price of their own; it follows its teeth and is
    never edited.

    What made the price stays with it: the ``rule`` of the customer's price list, and what the catalogue said then
    (``catalog_price``, None where nobody wrote that down).
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    quantity = QuantityField(_("quantity"))
    unit_price = MoneyField(_("price"))
    foreign_price = MoneyField(_("price before it was converted"), null=True, blank=True)
    foreign_currency = CurrencyField(_("currency before it was converted"), null=True, blank=True)
    exchange_rate = ExchangeRateField(_("exchange rate"), null=True, blank=True)
    exchange_day = models.DateField(_("day of the exchange rate"), null=True, blank=True)
    price_rule = models.CharField(
        _("price comes from"), max_length=100, choices=PriceFrom.choices, default=PriceFrom.SERVICE
    )
    rule = models.ForeignKey(
        PriceRule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("price rule"),
    )
    catalog_price = MoneyField(_("price in the catalogue"), null=True, blank=True)
    discount_percent = PercentField(_("discount"), default=0)
    gross = MoneyField(_("before discount"))
    amount = MoneyField(_("amount"))
    tax_percent = PercentField(_("tax"), default=0)
    details = models.JSONField(_("details"), default=dict, blank=True)
    pontics_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("line whose pontics it charges"),
    )
    is_removed = models.BooleanField(default=False, editable=False)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_is_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="line_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(price_rule="list", rule__isnull=False)
                | Q(price_rule__in=["service", "typed"], rule__isnull=True),
                name="a_price_of_a_list_names_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(discount_percent__gte=0, discount_percent__lte=100),
                name="line_discount_within_0_and_100",
            ),
            models.CheckConstraint(
                condition=Q(
                    foreign_price__isnull=True,
                    foreign_currency__isnull=True,
                    exchange_rate__isnull=True,
                    exchange_day__isnull=True,
                )
                | Q(
                    foreign_price__gte=0,
                    foreign_currency__isnull=False,
                    exchange_rate__gt=0,
                    exchange_day__isnull=False,
                ),
                name="a_converted_price_says_its_rate",
            ),
            models.UniqueConstraint(
                fields=["pontics_of"], condition=Q(is_removed=False), name="pontics_are_charged_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=models.F("gross")), name="line_amount_within_gross"
            ),
        ]
        # Few lines have no price, and few were taken off: orders that lack one are found by them.
        indexes = [
            models.Index(
                fields=["order"], condition=Q(unit_price=0, is_removed=False), name="line_without_price"
            ),
            models.Index(fields=["order"], condition=Q(is_removed=True), name="line_taken_off"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


_SHOWN = kept(
    lambda order: OrderLine.objects.filter(order=order).current().with_rules().telling_review(), owner="order"
)
