"""What people have earned: the entries that posted work accrued, and those of sums set by hand."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Q, Sum, When
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.fields import CurrencyField, MoneyField, PercentField, QuantityField
from common.ledger import BookedQuerySet
from common.rate_fields import ExchangeRateField
from lab.models import Employee
from lab.models.event import CausedModel
from orders.models import Order, Task
from payroll.models.planned import PlannedPay
from payroll.models.rate import Rate, RateBase
from payroll.rates import ACT_LINE, SET_SUM


class EarnedAs(models.TextChoices):
    PERFORMER = "performer", _("Performer")
    ASSISTANT = "assistant", _("Assistant")
    BESIDES = "besides", _("Extra")


class SourceKind(models.TextChoices):
    """What the number of an entry's source counts."""

    ACT_LINE = ACT_LINE, _("Line of an act")
    SET_SUM = SET_SUM, _("Sum set by hand")


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
        return self.select_related("employee", "order", "service", "task", "planned", "reversed_by")

    def unpaid(self):
        """On no finished pay sheet: what a person has coming."""
        return self.filter(Q(on_sheet__isnull=True) | Q(on_sheet__sheet__finished__isnull=True))

    def free(self):
        """On no pay sheet at all, not even on a draft."""
        return self.filter(on_sheet__isnull=True)

    def with_sheets(self):
        """With the task, the pay sheet that it stands on, and for a correction the day of what it takes back."""
        return self.with_names().select_related("task", "on_sheet__sheet", "reverses")


class PayrollEntry(CausedModel):
    """Pay accrued to one person for one piece of completed work, exactly once per version of its source.

    ``source`` is the number of the act line or of the sum set by hand, opaque here. ``base`` is the amount that a
    percent was taken of (``net`` says the work's worth where that was its gross), ``quantity`` what a fixed rate was
    multiplied with; the rate as it then stood is copied onto the row. ``planned`` is the sum that a person set instead
    of any rate.

    All amounts are in ``currency``, the laboratory's. Where the order is in another, ``foreign_base`` and
    ``foreign_net`` are the same worth there, and by ``exchange_rate`` of ``exchange_day`` they became ``base`` and
    ``net``.
    """

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("employee")
    )
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("service")
    )
    role = models.CharField(_("role"), max_length=10, choices=EarnedAs.choices)
    source_kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.ACT_LINE)
    source = models.PositiveBigIntegerField()
    source_version = models.PositiveIntegerField()
    quantity = QuantityField(_("quantity"))
    base = MoneyField(_("base"))
    rate_base = models.CharField(max_length=10, choices=RateBase.choices, default=RateBase.NET)
    net = MoneyField(_("worth after discounts"), null=True)
    rate = models.ForeignKey(
        Rate, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("rate")
    )
    rate_percent = PercentField(_("percent"), null=True)
    rate_amount = MoneyField(_("amount per unit"), null=True)
    planned = models.ForeignKey(
        PlannedPay, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("set by hand")
    )
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    foreign_currency = CurrencyField(_("currency of the order"), null=True)
    foreign_base = MoneyField(_("base in the currency of the order"), null=True)
    foreign_net = MoneyField(_("worth in the currency of the order"), null=True)
    exchange_rate = ExchangeRateField(_("exchange rate"), null=True)
    exchange_day = models.DateField(_("day of the exchange rate"), null=True)
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
                fields=["source_kind", "source", "task", "employee", "role", "source_version"],
                condition=Q(reverses__isnull=True),
                name="work_is_paid_once",
            ),
            models.UniqueConstraint(  # the one above never meets rows without a task
                fields=["source_kind", "source", "employee", "role", "source_version"],
                condition=Q(reverses__isnull=True, task__isnull=True),
                name="work_without_a_task_is_paid_once",
            ),
            models.CheckConstraint(condition=Q(role__in=EarnedAs.values), name="accrual_role_is_known"),
            models.CheckConstraint(
                condition=Q(source_kind=ACT_LINE, service__isnull=False)
                | Q(source_kind=SET_SUM, planned__isnull=False),
                name="an_accrual_is_of_work_or_of_a_sum_set",
            ),
            models.CheckConstraint(
                condition=Q(rate_base="net", net__isnull=True) | Q(rate_base="gross", net__isnull=False),
                name="an_accrual_of_the_gross_keeps_its_net",
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(rate__isnull=True),
                name="an_accrual_follows_a_rate_or_a_sum_set",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gte=0) | Q(reverses__isnull=False, amount__lte=0),
                name="only_a_reversed_accrual_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    foreign_currency__isnull=True,
                    foreign_base__isnull=True,
                    foreign_net__isnull=True,
                    exchange_rate__isnull=True,
                    exchange_day__isnull=True,
                )
                | Q(
                    foreign_currency__isnull=False,
                    foreign_base__isnull=False,
                    exchange_rate__gt=0,
                    exchange_day__isnull=False,
                ),
                name="foreign_worth_says_its_exchange_rate",
            ),
        ]

    def __str__(self):
        return f"{self.employee_id} {self.amount} {self.currency}"

    @property
    def worth(self):
        """The work's worth after discounts, whatever the percent was taken of."""
        return self.base if self.net is None else self.net

    @property
    def order_currency(self) -> str:
        return self.foreign_currency or self.currency

    @property
    def order_base(self):
        """The base in the order's currency."""
        return self.base if self.foreign_base is None else self.foreign_base

    @property
    def order_worth(self):
        """The worth in the order's currency, as its acts say it."""
        if self.foreign_currency is None:
            return self.worth
        return self.foreign_base if self.net is None else self.foreign_net

    @property
    def work(self) -> str:
        """What was done, in words: the service, the task that belongs to none, or why the sum was set."""
        return str(self.service or self.task or self.planned.comment)

    @property
    def work_name(self) -> str:
        """The same without the code of the service."""
        return self.service.name if self.service else self.work

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversed_by")

    @property
    def is_standing(self) -> bool:
        """Neither a reversal nor reversed."""
        return self.reverses_id is None and not self.is_reversed
