"""Counterparties: clinics and other firms, and natural persons such as owners of animals."""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, WholeField
from common.finding import SEARCH, FoldedField, Found, FoundQuerySet, NameKeyField, holds
from common.folding import words_of
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


class CounterpartyQuerySet(FoundQuerySet):
    """Questions asked of the customers."""

    def active(self):
        return self.filter(is_active=True)

    def locked(self, pk):
        """One customer's row, locked until the transaction ends."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def locked_together(self, pks):
        """The rows of several customers, locked by id, until the transaction ends."""
        return list(self.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))

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
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="counterparty_search"),
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
        ]

    def __str__(self):
        return self.name

    @property
    def order_currency(self) -> str:
        """In which new orders are priced and charged."""
        return self.currency or LabSettings.load().currency

    def due_day(self, issued_on: date, usual: int | None = None) -> date:
        """By when what is issued on that day shall be paid; ``usual`` are the days of the laboratory, where known."""
        days = usual if self.payment_days is None else self.payment_days
        return issued_on + timedelta(days=LabSettings.load().payment_days if days is None else days)

    def clean(self):
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
