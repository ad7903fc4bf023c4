"""What performers earn: the rates, and the entries that posted work accrued."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.fields import CurrencyField, MoneyField, PercentField, QuantityField
from common.ledger import BookedQuerySet
from lab.models import Employee
from lab.models.event import CausedModel
from orders.models import Order, Task


class PayRole(models.TextChoices):
    PERFORMER = "performer", _("Performer")
    ASSISTANT = "assistant", _("Assistant")


class RateKind(models.TextChoices):
    PERCENT = "percent", _("Percent of the price")
    FIXED = "fixed", _("Fixed per unit")


class RateQuerySet(models.QuerySet):
    """Questions asked of the rates."""

    def in_use(self):
        return self.filter(is_active=True)

    def retired(self):
        return self.filter(is_active=False)


def _or_none(key: str) -> Coalesce:
    """The number of what the key points at, 0 where it points at nothing: databases never call two NULLs equal."""
    return Coalesce(key, 0, output_field=models.BigIntegerField())


class Rate(models.Model):
    """What a role earns: for one service or all, for one employee or everybody, from a day on."""

    role = models.CharField(_("role"), max_length=10, choices=PayRole.choices, default=PayRole.PERFORMER)
    employee = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employee"),
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RateKind.choices, default=RateKind.PERCENT)
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
            models.UniqueConstraint(
                "role",
                _or_none("employee"),
                _or_none("service"),
                "valid_from",
                condition=Q(is_active=True),
                name="one_rate_in_use_for_the_same_work_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.percent} %" if self.kind == RateKind.PERCENT else f"{self.amount}"


class PayrollEntryQuerySet(BookedQuerySet):
    """Questions asked of the accruals."""

    def earned_by(self, employee):
        return self.filter(employee=employee)

    def earned_within(self, first: date, last: date):
        """From one day to another, both included."""
        return self.filter(earned_on__gte=first, earned_on__lte=last)

    def totals_by(self, *fields):
        """One dict per group: ``total`` of the amounts, ``rows`` in it, ``standing`` ones after reversals."""
        one_less = Case(When(reverses__isnull=True, then=1), default=-1, output_field=models.IntegerField())
        return (
            self.order_by(*fields)
            .values(*fields)
            .annotate(total=Sum("amount"), rows=Count("pk"), standing=Sum(one_less))
        )

    def with_names(self):
        return self.select_related("employee", "order", "service", "reversed_by")


class PayrollEntry(CausedModel):
    """Pay accrued to one person for one piece of completed work, exactly once per version of its source.

    ``source`` is the act line's number, opaque here. ``base`` is the order-currency amount that a percent was taken of,
    ``quantity`` what a fixed rate was multiplied with; the rate as it then stood is copied onto the row.
    """

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee")
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    role = models.CharField(_("role"), max_length=10, choices=PayRole.choices)
    source = models.PositiveBigIntegerField()
    source_version = models.PositiveIntegerField()
    quantity = QuantityField(_("quantity"))
    base = MoneyField(_("base"))
    rate = models.ForeignKey(
        Rate, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("rate")
    )
    rate_percent = PercentField(_("percent"), null=True)
    rate_amount = MoneyField(_("amount per unit"), null=True)
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    earned_on = models.DateField(_("earned on"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    objects = PayrollEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("accrual")
        verbose_name_plural = _("accruals")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["employee", "earned_on"], name="payroll_by_employee"),
            models.Index(fields=["earned_on"], name="payroll_by_day"),
            models.Index(fields=["source"], name="payroll_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "task", "employee", "role", "source_version"],
                condition=Q(reverses__isnull=True),
                name="work_is_paid_once",
            ),
            models.UniqueConstraint(  # the one above never meets rows without a task
                fields=["source", "employee", "role", "source_version"],
                condition=Q(reverses__isnull=True, task__isnull=True),
                name="work_without_a_task_is_paid_once",
            ),
            models.CheckConstraint(condition=Q(role__in=PayRole.values), name="accrual_role_is_known"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gte=0) | Q(reverses__isnull=False, amount__lte=0),
                name="only_a_reversed_accrual_is_negative",
            ),
        ]

    def __str__(self):
        return f"{self.employee_id} {self.amount} {self.currency}"

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversed_by")

    @property
    def is_standing(self) -> bool:
        """Neither a reversal nor reversed."""
        return self.reverses_id is None and not self.is_reversed
