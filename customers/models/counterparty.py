"""Counterparties: clinics and other firms, and natural persons such as owners of animals."""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, WholeField
from common.finding import SEARCH, FoldedField, Found, FoundQuerySet, NameKeyField, called_alike, holds
from common.folding import words_of
from common.refusals import Refused
from lab.models.settings import LONGEST_TERM, LabSettings


class Tag(Found):
    """A word that the laboratory puts on customers."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name_key", "pk"]

    def __str__(self):
        return self.name


def account(customer: str = "customer") -> Coalesce:
    """The id of whose books a row is read with, by the path to its customer: to group and to compare by."""
    return Coalesce(f"{customer}__merged_into", customer, output_field=models.BigIntegerField())


class MergedMeanwhile(Refused):
    """The customer is none by itself any more."""

    def __init__(self, customer: "Counterparty"):
        told = {"customer": customer.name, "kept": customer.merged_into}
        super().__init__(
            _("%(customer)s has been merged into %(kept)s meanwhile. Look again, and name that one.") % told
        )


class CounterpartyQuerySet(FoundQuerySet):
    """Questions asked of the customers."""

    def active(self):
        return self.filter(is_active=True)

    def unmerged(self):
        """Whoever is still a customer by itself."""
        return self.filter(merged_into__isnull=True)

    def account_of(self, customers):
        """Ids of these customers and of whoever was merged into one of them: their books are read as one.

        ``customers`` are rows or ids, or a query of them.
        """
        if not isinstance(customers, models.QuerySet):
            customers = [getattr(one, "pk", one) for one in customers]
        return self.filter(models.Q(pk__in=customers) | models.Q(merged_into__in=customers)).values("pk")

    def holding_account(self, text: str):
        """Those of these customers who hold every word, or into whom one was merged who does."""
        found = Counterparty.objects.matching(text).order_by().annotate(now=Coalesce("merged_into", "pk"))
        return self.filter(pk__in=found.values("now"))

    def now(self, pk):
        """The one row of the customer, or of whom it was merged into: what an older address leads to."""
        into = self.filter(pk=pk).annotate(now=Coalesce("merged_into", "pk")).values("now")
        return self.filter(pk__in=into)

    def locked(self, pk):
        """The row of the customer, or of whom it was merged into, locked until the transaction ends.

        Raises ``MergedMeanwhile`` where somebody merged it while we waited.
        """
        customer = self.now(pk).select_for_update(no_key=True, of=("self",)).get()
        if customer.merged_into_id:
            raise MergedMeanwhile(customer)
        return customer

    def locked_together(self, pks):
        """The rows of several customers, locked by id, until the transaction ends."""
        return list(self.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))

    def locked_for_merging(self, pks):
        """As ``locked_together``, and until then no new row can point at any of them either."""
        return list(self.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))

    def matching(self, text: str):
        """Customers who hold every word, or of whom a contact holds it."""
        found = self
        for word in words_of(text):
            known_there = Contact.objects.filter(holds(word, SEARCH)).values("counterparty")
            found = found.filter(holds(word, SEARCH) | models.Q(pk__in=known_there))
        return found


class Counterparty(Found):
    """A customer: a legal or a natural person."""

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal person")
        NATURAL = "natural", _("Natural person")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LEGAL)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=300, blank=True)
    is_owner = models.BooleanField(
        _("owner of an animal"),
        default=False,
        help_text=_("Orders for owners are taken only where the settings allow it."),
    )
    tax_id = models.CharField(_("tax number"), max_length=30, blank=True)
    requisites = models.TextField(_("requisites"), blank=True)
    payer_name = models.CharField(
        _("payer"), max_length=300, blank=True, help_text=_("Where somebody else pays.")
    )
    payer_details = models.TextField(_("payer details"), blank=True)
    payment_days = WholeField(
        _("days to pay"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_TERM)],
        help_text=_("After a closing document is issued. Empty: as the settings of the laboratory say."),
    )
    currency = CurrencyField(
        _("currency"),
        null=True,
        blank=True,
        help_text=_("New orders are priced and charged in it. Empty: in that of the laboratory."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    is_active = models.BooleanField(_("active"), default=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,  # most are merged into nobody, and are not to be looked for by that
        related_name="merged",
        verbose_name=_("merged into"),
    )
    search_text = FoldedField(
        of=["name", "legal_name", "tax_id", "phone", "email", "payer_name"], numbers=["tax_id", "phone"]
    )
    name_key = NameKeyField(of=["name"])

    PARTS = ("tags", "contacts", "addresses", "price_lists")
    TOGETHER = (("kind", "is_owner"), ("payer_name", "payer_details"))

    objects = CounterpartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name_key", "pk"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="counterparty_by_name"),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="counterparty_by_merged_into",
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="counterparty_search"),
            models.Index(called_alike(), name="counterparty_called_alike"),
            models.Index(
                fields=["tax_id"], condition=~models.Q(tax_id=""), name="counterparty_by_tax_number"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["legal", "natural"]), name="counterparty_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_owner=False) | models.Q(kind="natural"),
                name="an_owner_is_a_natural_person",
            ),
            models.CheckConstraint(
                condition=models.Q(payment_days__isnull=True) | models.Q(payment_days__lte=LONGEST_TERM),
                name="a_customer_takes_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(is_active=False),
                name="a_merged_customer_is_not_active",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def account_id(self) -> int:
        """Whose books this customer's are read with: its own, unless it was merged into another."""
        return self.merged_into_id or self.pk

    @property
    def books(self):
        """Ids of whose entries are this customer's: its own, and those of whoever was merged into it."""
        return Counterparty.objects.account_of([self.pk])

    @property
    def order_currency(self) -> str:
        """In which new orders are priced and charged."""
        return self.currency or LabSettings.load().currency

    def due_day(self, issued_on: date, usual: int | None = None) -> date:
        """By when what is issued on that day shall be paid; ``usual`` are the days of the laboratory, where known."""
        days = usual if self.payment_days is None else self.payment_days
        return issued_on + timedelta(days=LabSettings.load().payment_days if days is None else days)

    def clean(self):
        if self.merged_into_id and self.is_active:
            said = _("%(customer)s has been merged into %(kept)s. Take the merge back first.")
            told = {"customer": self.name, "kept": self.merged_into}
            raise ValidationError({"is_active": said % told})
        if self.kind != Counterparty.Kind.LEGAL:
            return
        if self.is_owner:
            raise ValidationError(
                {"is_owner": _("Only a natural person owns animals. Change the kind, or clear this.")}
            )
        if self.pk and self.animals.exists():
            raise ValidationError(
                {"kind": _("Animals of this person are registered. Give them another owner first.")}
            )


class Contact(Found):
    """A person at the customer who orders: a dentist, a veterinary doctor."""

    counterparty = models.ForeignKey(Counterparty, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    search_text = FoldedField(of=["name", "position", "phone", "email"], numbers=["phone"])
    name_key = NameKeyField(of=["name"])

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name_key", "pk"]
        indexes = [
            models.Index(fields=["counterparty", "name_key"], name="contact_by_name"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="contact_search"),
        ]

    def __str__(self):
        return self.name


class Address(models.Model):
    """Where the customer is, or where things are sent."""

    counterparty = models.ForeignKey(Counterparty, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(_("label"), max_length=50, blank=True)
    text = models.CharField(_("address"), max_length=300)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["pk"]

    def __str__(self):
        return self.text
