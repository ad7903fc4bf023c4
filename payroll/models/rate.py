"""Rates: what a role earns, for which work, of which base, from which day on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalog.models import Service, ServiceGroup, TaskTemplate
from common.fields import MoneyField, PercentField
from lab.models import Employee


class PayRole(models.TextChoices):
    PERFORMER = "performer", _("Performer")
    ASSISTANT = "assistant", _("Assistant")


class RateKind(models.TextChoices):
    PERCENT = "percent", _("Percent of the price")
    FIXED = "fixed", _("Fixed per unit")


class RateBase(models.TextChoices):
    NET = "net", _("After discounts")
    GROSS = "gross", _("Before discounts")


class RateQuerySet(models.QuerySet):
    """Questions asked of the rates."""

    def in_use(self):
        return self.filter(is_active=True)

    def retired(self):
        return self.filter(is_active=False)

    def with_names(self):
        return self.select_related("employee", "step__service", "service", "group")


def _or_none(key: str) -> Coalesce:
    """The number of what the key points at, 0 where it points at nothing: databases never call two NULLs equal."""
    return Coalesce(key, 0, output_field=models.BigIntegerField())


class Rate(models.Model):
    """What a role earns: for one step, one service, one group or all, for one employee or everybody, from a day on.

    A percent is taken of the ``base``: of the work's price after discounts, or before them.
    """

    role = models.CharField(_("role"), max_length=10, choices=PayRole.choices, default=PayRole.PERFORMER)
    employee = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employee"),
    )
    step = models.ForeignKey(
        TaskTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("step"),
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    group = models.ForeignKey(
        ServiceGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group of services"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RateKind.choices, default=RateKind.PERCENT)
    base = models.CharField(
        _("percent is taken"), max_length=10, choices=RateBase.choices, default=RateBase.NET
    )
    percent = PercentField(_("percent"), null=True, blank=True)
    amount = MoneyField(_("amount per unit"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["role", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PayRole.values), name="rate_role_is_known"),
            models.CheckConstraint(condition=Q(base__in=RateBase.values), name="rate_base_is_known"),
            models.CheckConstraint(
                condition=Q(
                    kind="percent",
                    percent__isnull=False,
                    percent__gte=0,
                    percent__lte=100,
                    amount__isnull=True,
                )
                | Q(kind="fixed", amount__isnull=False, amount__gte=0, percent__isnull=True),
                name="a_rate_is_a_percent_or_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True, service__isnull=True)
                | Q(step__isnull=True, group__isnull=True)
                | Q(service__isnull=True, group__isnull=True),
                name="a_rate_is_for_one_kind_of_work",
                violation_error_message=_(
                    "A rate is for a step, for a service or for a group: choose one of them."
                ),
            ),
            models.UniqueConstraint(
                "role",
                _or_none("employee"),
                _or_none("step"),
                _or_none("service"),
                _or_none("group"),
                "valid_from",
                condition=Q(is_active=True),
                name="one_rate_in_use_for_the_same_work_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.percent} %" if self.kind == RateKind.PERCENT else f"{self.amount}"
