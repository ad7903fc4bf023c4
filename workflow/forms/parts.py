"""To which open charges money goes: a form offers them oldest first, each ticked and filled by what was typed.

A script fills them while one types. Without it the server does, and shows what it proposes before anything is booked.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.ledger.refusals import MoreThanOpen, MoreThanPaid
from billing.standing import OpenCharge, open_charges, open_currencies, standing_charge
from common.currencies import places_of
from common.formfields import MoneyFormField
from common.money import ZERO
from common.templatetags.labsite import money
from common.typed_numbers import write_number
from customers.models import Counterparty
from orders.models import Order
from orders.states import Status


@dataclass(frozen=True)
class Row:
    """An order that money can go to; without a ``charge`` it waits for one and takes any amount."""

    order: Order
    charge: OpenCharge | None
    tick: forms.BoundField
    pays: forms.BoundField

    @property
    def open(self) -> Decimal | None:
        return self.charge.open if self.charge else None

    @property
    def plain_open(self) -> str:
        """What is open as a script reads it; nothing where the order takes any amount."""
        return write_number(self.charge.open, places_of(self.charge.currency)) if self.charge else ""

    def share_of(self, left: Decimal) -> Decimal:
        return left if self.open is None else min(left, self.open)


class PartsForm(forms.Form):
    """A form with an ``amount`` that goes to charges. ``parts`` of its cleaned data are (order, amount)."""

    filled_for = forms.CharField(required=False, widget=forms.HiddenInput())
    """For which customer, currency and amount the rows were filled: of anything else a person has seen no rows."""

    customer: Counterparty | None = None
    currency = ""
    rows: tuple[Row, ...] = ()
    only: Collection[int] = ()
    """Ids of the orders that the rows are filled of at first; of all where it is empty."""

    def offer(self, customer: Counterparty, currency: str, *, first: Order | None = None) -> None:
        """Offer the customer's open charges in that currency, that of the ``first`` order before all others."""
        self.customer, self.currency = customer, currency
        found = [(charge.order, charge) for charge in open_charges(customer, currency)]
        if first is not None:
            own = [row for row in found if row[0] == first]
            if not own and first.status != Status.CANCELLED and standing_charge(first) is None:
                own = [(first, None)]
            found = own + [row for row in found if row[0] != first]
        for order, _charge in found:
            self.fields[f"tick_{order.pk}"] = forms.BooleanField(
                required=False, label=_("Pay order %(number)s") % {"number": order.number}
            )
            self.fields[f"pays_{order.pk}"] = MoneyFormField(
                required=False,
                currency=currency,
                label=_("Paid on order %(number)s") % {"number": order.number},
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control num"}
                ),
            )
        self.rows = tuple(
            Row(order, charge, self[f"tick_{order.pk}"], self[f"pays_{order.pk}"]) for order, charge in found
        )
        amount = None if self.is_bound else self._amount()
        if amount and amount > 0:
            typed = str(self["amount"].value()).strip()
            self.initial.update(self._filled(amount, typed, self.only))

    @property
    def chooses_currency(self) -> forms.BoundField | None:
        """The field of the currency; ``currency`` is which one it is."""
        return self["currency"] if "currency" in self.fields else None

    @property
    def paid_in(self) -> str:
        """``currency``, as a template reads it: there the name is the field's."""
        return self.currency

    @property
    def places(self) -> int:
        return places_of(self.currency)

    @property
    def stamp(self) -> str:
        """What ``filled_for`` is without its amount."""
        return f"{self.customer.pk} {self.currency} " if self.customer else ""

    @property
    def given_out(self) -> Decimal:
        """Σ of what the rows take now, as far as it can be read."""
        return sum((amount for _row, amount in self._read()), ZERO)

    @property
    def rest(self) -> Decimal | None:
        """What no row takes of the amount; None while nobody knows the amount."""
        amount = self._amount()
        return None if amount is None else amount - self.given_out

    @property
    def says_rest(self) -> str:
        """The rest in words, as the script writes it."""
        return "" if self.rest is None else rest_in_words(self.rest, self.currency)

    @property
    def words(self) -> dict:
        return WORDS

    def clean(self):
        cleaned = super().clean()
        cleaned["parts"] = []
        if self.errors or not self.rows:
            return cleaned
        typed = str(self.data.get(self.add_prefix("amount"), "")).strip()
        if cleaned["filled_for"] != f"{self.stamp}{typed}":
            self._propose(cleaned["amount"], typed)
            self.add_error(None, _("Look at where the money goes, then confirm it."))
            return cleaned
        cleaned["parts"] = self._parts(cleaned)
        given = sum((part for _order, part in cleaned["parts"]), ZERO)
        if given > cleaned["amount"]:
            self.add_error(None, str(MoreThanPaid(given, cleaned["amount"], self.currency)))
        return cleaned

    def _parts(self, cleaned) -> list[tuple[Order, Decimal]]:
        parts = []
        for row in self.rows:
            amount = cleaned.get(row.pays.name)
            if not cleaned.get(row.tick.name):
                continue
            if not amount or amount < 0:
                self.add_error(row.pays.name, _("Say how much, or take the tick away."))
            elif row.open is not None and amount > row.open:
                self.add_error(row.pays.name, str(MoreThanOpen(row.order, row.open)))
            else:
                parts.append((row.order, amount))
        return parts

    def _propose(self, amount: Decimal, typed: str) -> None:
        """Fill the rows: those that are ticked, or all where none is."""
        data = self.data.copy()
        for row in self.rows:
            data.pop(row.tick.html_name, None)
        for name, filled in self._filled(amount, typed, self._ticked()).items():
            if filled is not False:
                data[self.add_prefix(name)] = filled
        self.data = data

    def _ticked(self) -> set[int]:
        return {row.order.pk for row in self.rows if self.data.get(row.tick.html_name)}

    def _filled(self, amount: Decimal, typed: str, only: Collection[int] = ()) -> dict[str, object]:
        """Values of the fields of the rows, the first row first, as far as the amount goes."""
        filled: dict[str, object] = {"filled_for": f"{self.stamp}{typed}"}
        for row in self.rows:
            share = row.share_of(amount) if not only or row.order.pk in only else ZERO
            filled[row.tick.name] = share > 0
            filled[row.pays.name] = write_number(share, self.places) if share > 0 else ""
            amount -= share
        return filled

    def _amount(self) -> Decimal | None:
        try:
            return self.fields["amount"].clean(self["amount"].value())
        except forms.ValidationError:
            return None

    def _read(self) -> Iterator[tuple[Row, Decimal]]:
        for row in self.rows:
            try:
                amount = self.fields[row.pays.name].clean(row.pays.value() or None)
            except forms.ValidationError:
                continue
            if row.tick.value() and amount:
                yield row, amount


def charges_of(customer: Counterparty, ticked: Collection[int]) -> list[OpenCharge]:
    """The open charges of these orders, in the first currency in which there are any."""
    for currency in open_currencies(customer) if ticked else ():
        if found := [charge for charge in open_charges(customer, currency) if charge.order.pk in ticked]:
            return found
    return []


WORDS = {
    "rest": gettext_lazy("{rest} stays as advance"),
    "over": gettext_lazy("{rest} more is given out than was paid"),
    "none": gettext_lazy("All of it goes to charges"),
}
"""What the foot of the rows says of the rest."""


def rest_in_words(rest: Decimal, currency: str) -> str:
    """What charges leave of an amount, or take beyond it."""
    words = WORDS["rest"] if rest > 0 else WORDS["over"] if rest < 0 else WORDS["none"]
    return str(words).replace("{rest}", money(abs(rest), currency))
