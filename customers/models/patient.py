"""Registered patients: people and animals."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.day_bounds import BIRTHDAYS
from common.fields import DayField
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField, called_alike
from customers.models.counterparty import Counterparty


class PatientKind(models.TextChoices):
    PERSON = "person", _("Person")
    ANIMAL = "animal", _("Animal")


class Sex(models.TextChoices):
    UNKNOWN = "", _("not stated")
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class PatientQuerySet(FoundQuerySet):
    """Questions asked of the register."""

    def unmerged(self):
        """Whoever was not merged into another."""
        return self.filter(merged_into__isnull=True)

    def locked(self, pk):
        """One patient's row, locked until the transaction ends."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)

    def locked_together(self, pks):
        """The rows of several patients, locked by id, until the transaction ends."""
        rows = self.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks)
        return list(rows.select_related("owner").order_by("pk"))

    def for_customer(self, customer_id: int):
        """Patients that the customer may order for, its own animals first: an owner never for another's animal."""
        not_an_owner = ~models.Exists(Counterparty.objects.filter(pk=customer_id, is_owner=True))
        allowed = models.Q(owner__isnull=True) | models.Q(owner=customer_id) | models.Q(not_an_owner)
        own_first = models.Case(models.When(owner=customer_id, then=0), default=1)
        return self.unmerged().filter(allowed).order_by(own_first, "name_key", "pk")


class Patient(Found):
    """A person or an animal of the register."""

    kind = models.CharField(_("kind"), max_length=10, choices=PatientKind.choices, default=PatientKind.PERSON)
    name = models.CharField(_("name"), max_length=150)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex.choices, blank=True, default="")
    born_on = DayField(_("date of birth"), bounds=BIRTHDAYS, null=True, blank=True)
    species = models.CharField(_("species"), max_length=60, blank=True)
    breed = models.CharField(_("breed"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Counterparty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="animals",
        limit_choices_to={"kind": "natural"},
        verbose_name=_("owner"),
    )
    card_number = models.CharField(_("card number"), max_length=40, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,  # most are merged into nobody, and are not to be looked for by that
        related_name="merged",
        verbose_name=_("merged into"),
    )
    search_text = FoldedField(of=["name", "species", "breed", "owner__name", "card_number"])
    name_key = NameKeyField(of=["name"])

    TOGETHER = (("kind", "species", "breed", "owner"),)

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        ordering = ["name_key", "pk"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="patient_by_name"),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="patient_by_merged_into",
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="patient_search"),
            models.Index(called_alike(), name="patient_called_alike"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "animal"]), name="patient_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(kind="animal"),
                name="only_animals_have_owners",
            ),
        ]

    def __str__(self):
        return self.name


def age_in_words(born_on: date | None, on: date) -> str:
    """Whole years, or months below two years, or days below one month; empty where not known."""
    if born_on is None or born_on > on:
        return ""
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months >= 24:
        years = months // 12
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if months >= 1:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    days = (on - born_on).days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
