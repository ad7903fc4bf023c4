"""Two rows of the register side by side, as they are looked at before they are merged."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.balance_sheet import totals
from customers.models import Address, Contact, Counterparty, Merge, Patient
from lab.records import describe
from orders.models import Order
from workflow.merging.keys import MOVES

OF_CUSTOMERS = (
    *("name", "kind", "is_owner", "phone", "email", "legal_name", "tax_id", "payment_days", "currency"),
    *("requisites", "payer_name", "payer_details", "notes"),
)
OF_PATIENTS = ("name", "kind", "sex", "born_on", "card_number", "species", "breed", "owner", "notes")


@dataclass(frozen=True)
class FieldTold:
    """A field in which the two differ. ``fills``: the one that stays has nothing there, so it may take the other's."""

    name: str
    label: str
    kept: str
    gone: str
    fills: bool


@dataclass(frozen=True)
class Money:
    """What the two owe in one currency (below zero: have paid ahead), and both together."""

    currency: str
    kept: Decimal
    gone: Decimal

    @property
    def together(self) -> Decimal:
        return self.kept + self.gone


class Pair:
    """The row that stays and the row that goes. Both of the same model."""

    kind: str
    fields: tuple[str, ...]

    def __init__(self, kept, gone):
        self.kept, self.gone = kept, gone
        self.described = describe(kept), describe(gone)

    def differing(self) -> list[FieldTold]:
        told = [self._told(name) for name in self.fields]
        return [one for one in told if one.kept != one.gone]

    def filling(self) -> list[str]:
        """Names of the fields that may be filled from the one that goes."""
        return [one.name for one in self.differing() if one.fills]

    def counts(self) -> list[tuple[str, int]]:
        """(key, how many rows move)."""
        found = [(key, rows.count()) for key, rows in self.moving().items()]
        return [(key, count) for key, count in found if count]

    def moving(self) -> dict[str, models.QuerySet]:
        """Key -> the rows of the one that goes which move."""
        raise NotImplementedError

    def counted(self) -> list[str]:
        """What moves, counted by kind, in words."""
        return [MOVES[key] % {"n": count} for key, count in self.counts()]

    def why_not(self) -> str:
        """Why the two cannot be merged this way; "" where they can."""
        if self.kept.pk == self.gone.pk:
            return _("Nobody is merged with himself. Choose another one.")
        for one in (self.kept, self.gone):
            if one.merged_into_id:
                told = {"name": one, "kept": one.merged_into}
                return _("%(name)s has been merged into %(kept)s already.") % told
        return self.why_unlike()

    def why_unlike(self) -> str:
        raise NotImplementedError

    def digest(self) -> str:
        """By what a page that was looked at knows whether it still tells what stands."""
        described = [{key: list(map(str, said)) for key, said in one.items()} for one in self.described]
        said = [*described, self.kept.pk, self.counts(), *self.seen_beside()]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]

    def seen_beside(self) -> Iterable:
        return ()

    def _told(self, name: str) -> FieldTold:
        field = type(self.kept)._meta.get_field(name)
        kept, gone = (described[name][0] for described in self.described)
        is_blank = getattr(self.kept, field.attname) in (None, "")
        return FieldTold(name, capfirst(field.verbose_name), kept, gone, is_blank and bool(gone))


class CustomerPair(Pair):
    """Two customers."""

    kind = Merge.Kind.CUSTOMER
    fields = OF_CUSTOMERS

    def moving(self) -> dict[str, models.QuerySet]:
        gone, kept = self.gone, self.kept
        addresses = Address.objects.filter(counterparty=gone)
        held = kept.tags.values("pk")
        return {
            "orders.order.customer": Order.objects.filter(customer=gone).order_by("pk"),
            "customers.contact.counterparty": Contact.objects.filter(counterparty=gone).order_by("pk"),
            "customers.address.counterparty": addresses.none() if kept.addresses.exists() else addresses,
            "customers.patient.owner": Patient.objects.filter(owner=gone).order_by("pk"),
            "customers.counterparty_tags.counterparty": gone.tags.exclude(pk__in=held).order_by("pk"),
            "customers.counterparty.merged_into": Counterparty.objects.filter(merged_into=gone).order_by(
                "pk"
            ),
        }

    def why_unlike(self) -> str:
        told = {"gone": self.gone, "kept": self.kept}
        if self.kept.kind == Counterparty.Kind.LEGAL and self.gone.animals.exists():
            sentence = _(
                "Animals of %(gone)s are registered, and %(kept)s is a legal person. Let %(gone)s stay instead,"
                " or change the kind first."
            )
            return sentence % told
        if self.kept.is_owner and not self.gone.is_owner:
            sentence = _(
                "%(kept)s is an owner of animals, and %(gone)s is not. Let %(gone)s stay instead, or change one"
                " of them first."
            )
            return sentence % told
        return ""

    def money(self) -> list[Money]:
        """By currency; where neither owes anything nor has paid ahead, nothing."""
        sums = [{one.currency: one.balance for one in totals([row])} for row in (self.kept, self.gone)]
        found = [
            Money(currency, *(of.get(currency, Decimal(0)) for of in sums))
            for currency in sorted({*sums[0], *sums[1]})
        ]
        return [one for one in found if one.kept or one.gone]

    def staying(self) -> Iterator[str]:
        """What does not move and might be looked for, in sentences."""
        if self.gone.price_lists.exists():
            yield _("Price lists do not move: those of %(kept)s hold, also for new orders.") % {
                "kept": self.kept
            }
        count = self.gone.addresses.count()
        if count and self.kept.addresses.exists():
            yield ngettext(
                "%(n)s address stays with %(gone)s: papers go to the first of %(kept)s.",
                "%(n)s addresses stay with %(gone)s: papers go to the first of %(kept)s.",
                count,
            ) % {"n": count, "gone": self.gone, "kept": self.kept}

    def seen_beside(self) -> Iterable:
        return self.money()


class PatientPair(Pair):
    """Two patients."""

    kind = Merge.Kind.PATIENT
    fields = OF_PATIENTS

    def moving(self) -> dict[str, models.QuerySet]:
        return {
            "orders.order.patient": Order.objects.filter(patient=self.gone).order_by("pk"),
            "customers.patient.merged_into": Patient.objects.filter(merged_into=self.gone).order_by("pk"),
        }

    def why_unlike(self) -> str:
        kept, gone = self.kept, self.gone
        if kept.kind != gone.kind:
            return _("One is a person and the other an animal: they cannot be the same.")
        if kept.owner_id == gone.owner_id or not gone.owner_id:
            return ""
        if Order.objects.filter(patient=gone, customer=gone.owner_id, customer__is_owner=True).exists():
            sentence = _(
                "%(owner)s has ordered for %(gone)s, and %(kept)s is not registered as an animal of this owner."
                " If the owners are the same, merge them first."
            )
            return sentence % {"owner": gone.owner, "gone": gone, "kept": kept}
        return ""

    def staying(self) -> Iterator[str]:
        return iter(())

    def money(self) -> list[Money]:
        return []
