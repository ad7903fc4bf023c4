"""The order: for whom, for which patient, by when, in which state."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.currencies import places_of
from common.fields import CurrencyField, MoneyField, PercentField
from common.finding import SEARCH, FoldedField, Found, FoundQuerySet, holds
from common.folding import words_of
from common.midnight import midnight
from common.models import Numbered
from common.rate_fields import ExchangeRateField
from customers.models import Contact, Counterparty, Patient
from customers.models.patient import PatientKind, Sex
from orders.lifecycle import OrderLifecycle
from orders.models.due_keys import DUE_KEY, OPEN_DUE_KEY
from orders.models.marker import Marker
from orders.models.who_orders import who_orders_by_word
from orders.pricing import OrderPrice, Priced, PriceTerms, price_order
from orders.states import Status, changeable

WORKING = [Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW]
"""States in which something is still to be done before the due date."""
OPEN = [*WORKING, Status.PRODUCED]

MOST_RUSH = 500
"""Percent of a surcharge: more is a typing error."""


def terms_of(order) -> PriceTerms:
    """What the price of an order rests on beside its lines; ``order`` may be a row that was read of one."""
    return PriceTerms(
        discount_percent=order.discount_percent,
        discount_amount=order.discount_amount,
        rush_percent=order.rush_percent,
        prices_include_tax=order.prices_include_tax,
        places=places_of(order.currency),
    )


class OrderQuerySet(FoundQuerySet):
    """Questions asked of the orders."""

    def visible_to(self, employee):
        """Everybody of the laboratory sees every order; nobody else sees any."""
        return self if getattr(employee, "roles", None) else self.none()

    def open(self):
        return self.filter(status__in=OPEN)

    def overdue(self, today):
        """Not yet produced, and due before today."""
        return self.due_between(None, today - timedelta(days=1)).filter(status__in=WORKING)

    def due_between(self, first, last):
        """Due from the first day to the last, both included; None leaves an end open."""
        found = self.alias(due_key=DUE_KEY)
        if first:
            found = found.filter(due_key__gte=first)
        # An open end does not take in the orders that have no due date.
        return found.filter(due_key__lte=last) if last else found.filter(due_on__isnull=False)

    def drawn_up_between(self, first, last):
        """Drawn up from the first day to the last, both included; None leaves an end open."""
        found = self
        if first:
            found = found.filter(created_at__gte=midnight(first))
        return found.filter(created_at__lt=midnight(last + timedelta(days=1))) if last else found

    def locked(self, pk):
        """The row of one order, locked until the transaction ends: the first lock of every use case."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)

    def locked_together(self, pks):
        """The rows of several orders, locked by id, until the transaction ends."""
        return list(self.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks).order_by("pk"))

    def matching(self, text: str):
        """Orders of which number, patient, customer or who ordered holds every word of the text.

        Customers and contacts are asked first: with their ids the database joins the indexes, where with a subquery
        it would read every order.
        """
        found = self
        for word, (customers, contacts) in who_orders_by_word(list(dict.fromkeys(words_of(text)))).items():
            known = Q(customer__in=customers) | Q(contact__in=contacts)
            found = found.filter(holds(word, SEARCH) | known)
        return found


class Order(OrderLifecycle, Found, Numbered):
    """What a customer asks the laboratory to make or examine.

    Where its discount was converted with its currency, ``foreign_discount`` is what it was there, and by
    ``exchange_rate`` of ``exchange_day`` it became ``discount_amount``; one that a person types was never converted.
    """

    series = "order"

    version = models.PositiveIntegerField(default=1, editable=False)
    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ordered by"),
    )
    patient = models.ForeignKey(
        Patient,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered patient"),
    )
    patient_kind = models.CharField(_("patient is"), max_length=10, choices=PatientKind.choices, blank=True)
    patient_name = models.CharField(_("patient"), max_length=150, blank=True)
    patient_sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True)
    patient_age = models.CharField(_("age"), max_length=40, blank=True)
    patient_species = models.CharField(_("species"), max_length=60, blank=True)
    patient_breed = models.CharField(_("breed"), max_length=60, blank=True)
    patient_owner = models.CharField(_("owner"), max_length=200, blank=True)

    due_on = models.DateField(_("due"), null=True, blank=True)
    instructions = models.TextField(_("instructions"), blank=True)
    currency = CurrencyField(_("currency"), default="EUR")
    acts_automatic = models.BooleanField(_("acts are made automatically"), default=True, editable=False)
    rush_percent = PercentField(
        _("rush surcharge, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_RUSH)],
        help_text=_("Empty: the order is not rushed."),
    )
    discount_percent = PercentField(
        _("discount, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    discount_amount = MoneyField(
        _("discount, amount"), null=True, blank=True, validators=[MinValueValidator(Decimal("0.001"))]
    )
    foreign_discount = MoneyField(_("discount before it was converted"), null=True, editable=False)
    foreign_currency = CurrencyField(
        _("currency of the discount before it was converted"), null=True, editable=False
    )
    exchange_rate = ExchangeRateField(_("exchange rate of the discount"), null=True, editable=False)
    exchange_day = models.DateField(_("day of the exchange rate"), null=True, editable=False)
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True, editable=False)
    final_price = MoneyField(_("final price"), null=True, blank=True, editable=False)
    markers = models.ManyToManyField(Marker, blank=True, related_name="+", verbose_name=_("markers"))
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies"
    )
    created_at = models.DateTimeField(_("drawn up"), editable=False)
    search_text = FoldedField(of=["number", "patient_name", "patient_owner", "patient_species"])

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="order_status_is_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="order_version_starts_at_one"),
            models.CheckConstraint(condition=Q(number__isnull=False), name="order_has_a_number"),
            models.CheckConstraint(
                condition=Q(rush_percent__isnull=True) | Q(rush_percent__gte=0, rush_percent__lte=MOST_RUSH),
                name="order_rush_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount_percent__isnull=True)
                | Q(discount_percent__gt=0, discount_percent__lte=100),
                name="order_discount_within_0_and_100",
            ),
            models.CheckConstraint(
                condition=Q(discount_amount__isnull=True) | Q(discount_amount__gt=0),
                name="order_discount_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(discount_percent__isnull=True) | Q(discount_amount__isnull=True),
                name="order_has_one_discount",
            ),
            models.CheckConstraint(
                condition=Q(
                    foreign_discount__isnull=True,
                    foreign_currency__isnull=True,
                    exchange_rate__isnull=True,
                    exchange_day__isnull=True,
                )
                | Q(
                    discount_amount__isnull=False,
                    foreign_discount__gt=0,
                    foreign_currency__isnull=False,
                    exchange_rate__gt=0,
                    exchange_day__isnull=False,
                ),
                name="a_converted_discount_says_its_rate",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="order_by_status"),
            models.Index(fields=["customer", "-id"], name="order_by_customer"),
            models.Index(fields=["created_at", "id"], name="order_by_drawn_up"),
            models.Index(fields=["-id"], condition=Q(status__in=OPEN), name="order_open"),
            models.Index(DUE_KEY, "id", name="order_by_due"),
            models.Index(F("status"), DUE_KEY, F("id"), name="order_by_status_and_due"),
            models.Index(
                *(DUE_KEY, "id"),
                include=["due_on"],  # so that they are counted without a look at the orders
                condition=Q(status__in=WORKING),
                name="order_working_by_due",
            ),
            models.Index(OPEN_DUE_KEY, "id", condition=Q(status__in=OPEN), name="order_open_by_due"),
            models.Index(
                fields=["expected_on"],
                condition=Q(status=Status.PENDING) & ~Q(awaited=""),
                name="order_held_by_expected",
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="order_search"),
        ]

    def __str__(self):
        return self.number or "–"

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_rush(self) -> bool:
        return self.rush_percent is not None

    @property
    def has_discount(self) -> bool:
        return self.discount_percent is not None or self.discount_amount is not None

    @property
    def price_terms(self) -> PriceTerms:
        return terms_of(self)

    def priced(self, lines: Sequence[Priced] | None = None) -> OrderPrice:
        """The price from the lines to the preliminary one; ``lines`` from whoever has read them already."""
        return price_order(list(self.lines.current()) if lines is None else lines, self.price_terms)

    @cached_property
    def lines_shown(self) -> list:
        """The lines, read once for all that a page says of them; use cases read afresh."""
        return self.lines.model.objects.shown_of(self)

    def allows(self, aspect: str) -> bool:
        """Whether that aspect (``orders.states.CHANGEABLE``) may change in the present state."""
        return changeable(aspect, self.status)
