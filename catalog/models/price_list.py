"""Price lists: named, with dated versions, each a set of rules about the catalogue's prices."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalog.models.service import Service, ServiceGroup
from catalog.pricing import MOST_ON, PERCENT_OFF, PERCENTS
from common.fields import CurrencyField, DayField, MoneyField, PercentField
from common.finding import FoldedField, Found, NameKeyField
from common.templatetags.labsite import money
from common.templatetags.labsite import percent as in_percent


class PriceList(Found):
    """What some customers pay instead of the catalogue's prices. Amounts of its rules are in ``currency``."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    currency = CurrencyField(_("currency"), default="EUR", help_text=_("Of the amounts in its rules."))
    is_active = models.BooleanField(
        _("on offer"),
        default=True,
        help_text=_("Switched off, it is given to no further customer; who has it keeps it."),
    )
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["name_key", "pk"]

    def __str__(self):
        return self.name


class VersionQuerySet(models.QuerySet):
    """Questions asked of the versions."""

    def on(self, day: date):
        """Those that may hold on the day, the one that does first: of several, the one that began last."""
        has_begun = self.filter(valid_from__lte=day)
        return has_begun.filter(Q(last_day__isnull=True) | Q(last_day__gte=day)).order_by(
            "-valid_from", "-number"
        )


class PriceListVersion(models.Model):
    """The rules of a price list from a day on, until a later version begins or its own last day is over."""

    price_list = models.ForeignKey(
        PriceList, on_delete=models.PROTECT, related_name="versions", verbose_name=_("price list")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    valid_from = DayField(_("valid from"))
    last_day = DayField(
        _("last day"), null=True, blank=True, help_text=_("Empty: until the next version begins.")
    )

    PARTS = ("rules",)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a price list")
        verbose_name_plural = _("versions of price lists")
        ordering = ["price_list", "-valid_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "number"], name="a_version_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("valid_from")),
                name="a_version_ends_after_it_begins",
                violation_error_message=_("A price list cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return _now("%(list)s, version %(number)s") % {"list": self.price_list, "number": self.number}

    def has_begun(self, today: date) -> bool:
        return self.valid_from <= today

    def has_ended(self, today: date) -> bool:
        """By its own last day; another version may have taken its place long before."""
        return self.last_day is not None and self.last_day < today


class RuleKind(models.TextChoices):
    """The same words as in ``catalog.pricing``."""

    PERCENT_OFF = "percent_off", _("% off")
    PERCENT_ON = "percent_on", _("% on top")
    AMOUNT_OFF = "amount_off", _("amount off")
    AMOUNT_ON = "amount_on", _("amount on top")
    OWN_PRICE = "own_price", _("own price")


def why_not_figure(kind: str, figure: Decimal) -> str | None:
    """Why a rule cannot say this, or None."""
    if kind == RuleKind.OWN_PRICE:
        return None if figure >= 0 else _now("A price is 0 or more.")
    if figure <= 0:
        return _now("Enter more than 0; whether it comes off or on top, the kind says.")
    if kind == PERCENT_OFF and figure >= 100:
        return _now("100 % off or more would leave no price. Enter less, or an own price of 0.")
    if kind in PERCENTS and figure > MOST_ON:
        return _now("More than %(most)s %% on top cannot be meant.") % {"most": MOST_ON}
    return None


class PriceRule(models.Model):
    """One rule of a version: for a service, for a group, or (neither) for everything.

    Lines of orders that it priced point at it; by then its version has begun, and is changed no more.
    """

    version = models.ForeignKey(PriceListVersion, on_delete=models.CASCADE, related_name="rules")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    group = models.ForeignKey(
        ServiceGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RuleKind.choices)
    percent = PercentField(_("percent"), null=True, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)

    class Meta:
        verbose_name = _("price rule")
        verbose_name_plural = _("price rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=True) | Q(group__isnull=True),
                name="a_price_rule_is_for_a_service_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["version", "service"],
                condition=Q(service__isnull=False),
                name="one_price_rule_for_a_service",
            ),
            models.UniqueConstraint(
                fields=["version", "group"],
                condition=Q(group__isnull=False),
                name="one_price_rule_for_a_group",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(service__isnull=True, group__isnull=True),
                name="one_price_rule_for_everything",
            ),
            models.CheckConstraint(
                condition=Q(kind="percent_off", percent__gt=0, percent__lt=100, amount__isnull=True)
                | Q(kind="percent_on", percent__gt=0, percent__lte=MOST_ON, amount__isnull=True)
                | Q(kind__in=["amount_off", "amount_on"], amount__gt=0, percent__isnull=True)
                | Q(kind="own_price", amount__gte=0, percent__isnull=True),
                name="a_price_rule_says_a_figure_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"{self.target}: {self.effect}"

    @property
    def in_one_line(self) -> str:
        """How histories tell it."""
        return str(self)

    @property
    def figure(self) -> Decimal:
        return self.percent if self.kind in PERCENTS else self.amount

    @property
    def target(self) -> str:
        """What it is for, in words."""
        return str(self.service or self.group or _now("everything"))

    @property
    def effect(self) -> str:
        """What it does, in words: “10 % off”, “5.00 EUR off”, “own price 95.00 EUR”."""
        if self.kind in PERCENTS:
            said = _now("%(figure)s off") if self.kind == PERCENT_OFF else _now("%(figure)s on top")
            return said % {"figure": in_percent(self.percent)}
        said = {
            RuleKind.AMOUNT_OFF: _now("%(figure)s off"),
            RuleKind.AMOUNT_ON: _now("%(figure)s on top"),
            RuleKind.OWN_PRICE: _now("own price %(figure)s"),
        }[self.kind]
        currency = self.version.price_list.currency
        return said % {"figure": money(self.amount, currency)}
