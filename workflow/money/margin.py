"""What an order leaves: its price less the pay and the materials that are booked on it, and the entries behind each.

Everything comes from what stands in the books; while no act is posted only the preliminary price is known. Read in a
fixed number of statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from billing.price import ActAmount, acts_of, adjusted_on
from common.currencies import places_of
from common.money import ZERO, round_money
from lab.models import LabSettings
from orders.models import Order
from orders.pricing import OrderPrice
from payroll.models import PayrollEntry
from stock.models import StockItem, StockMovement
from workflow.money.booked_exchange import worth_of_price


@dataclass(frozen=True)
class PriceEntry:
    """A standing act, by its number; a line of the order while there is none."""

    name: str
    amount: Decimal
    act_number: str = ""


@dataclass(frozen=True)
class MaterialEntry:
    """What of a material is written off, and what that cost; ``is_costed`` where receipts say so of all of it."""

    item_id: int
    name: str
    unit: str
    quantity: Decimal
    cost: Decimal
    is_costed: bool


@dataclass(frozen=True)
class Margin:
    """``price`` is without a tax that came on top of it: that is not the laboratory's. ``worth`` is that in the
    laboratory's currency, in which pay and materials are; None where no booked rate says it.

    ``pay`` and ``materials`` are None while nothing is booked; so is ``amount``.
    """

    currency: str
    lab_currency: str
    price: Decimal
    is_final: bool
    price_entries: Sequence[PriceEntry]
    pay: Decimal | None = None
    pay_entries: Sequence[PayrollEntry] = ()
    materials: Decimal | None = None
    material_entries: Sequence[MaterialEntry] = ()
    worth: Decimal | None = None

    @property
    def uncosted(self) -> int:
        """How many materials nobody knows the cost of."""
        return sum(not entry.is_costed for entry in self.material_entries)

    @property
    def is_foreign(self) -> bool:
        return self.currency != self.lab_currency

    @property
    def amount(self) -> Decimal | None:
        if self.pay is None or self.materials is None or self.worth is None:
            return None
        return self.worth - self.pay - self.materials

    @property
    def percent(self) -> Decimal | None:
        """Of the price, to one place; None of a price of nothing."""
        if self.amount is None or not self.worth:
            return None
        return round(100 * self.amount / self.worth, 1)


def margin_of(order: Order) -> Margin:
    """The margin of an order by what is booked now."""
    lab_currency = LabSettings.load().currency
    adjusted = adjusted_on(order)
    agreed = [PriceEntry(_("Adjusted"), adjusted)] if adjusted else []
    if order.final_price is None:
        price = order.priced(order.lines_shown)
        return Margin(
            order.currency, lab_currency, price.net + adjusted, False, [*_lines(order, price), *agreed]
        )
    acts = acts_of(order)
    final = order.final_price - sum((act.added_tax for act in acts), ZERO)
    paid, used = _pay_entries(order), _material_entries(order, places_of(lab_currency))
    return Margin(
        currency=order.currency,
        lab_currency=lab_currency,
        price=final,
        is_final=True,
        price_entries=[*_acts(acts), *agreed],
        pay=sum((entry.amount for entry in paid), ZERO),
        pay_entries=paid,
        materials=sum((entry.cost for entry in used), ZERO),
        material_entries=used,
        worth=worth_of_price(order, final, paid, lab_currency),
    )


def _lines(order: Order, price: OrderPrice) -> list[PriceEntry]:
    entries = [PriceEntry(line.name, line.amount) for line in order.lines_shown]
    beside = {_("Discount"): -price.discount, _("Rush surcharge"): price.rush}
    return entries + [PriceEntry(name, amount) for name, amount in beside.items() if amount]


def _acts(acts: Sequence[ActAmount]) -> list[PriceEntry]:
    return [PriceEntry(act.performer, act.amount - act.added_tax, act.number) for act in acts]


_PAY_READ = (
    *("order_id", "amount", "role", "earned_on", "exchange_rate", "source_kind", "source"),
    *("employee__name", "service__code", "service__name", "task__title", "planned__comment"),
)


def _pay_entries(order: Order) -> list[PayrollEntry]:
    """The entries that stand, by the names of the people."""
    entries = PayrollEntry.objects.filter(order=order, reverses__isnull=True, reversed_by__isnull=True)
    found = entries.select_related("employee", "service", "task", "planned").only(*_PAY_READ)
    return list(found.order_by("employee__name_key", "employee", "pk"))


def _material_entries(order: Order, places: int) -> list[MaterialEntry]:
    """One for each material, by their names."""
    standing = StockMovement.objects.filter(order=order).standing().select_related("item__material")
    read = ("order_id", "quantity", "unit_cost", "item__material__name", "item__material__unit")
    ordered = standing.only(*read).order_by("item__material__name_key", "item", "pk")
    return [
        _material_entry(item, list(rows), places) for item, rows in groupby(ordered, key=lambda row: row.item)
    ]


def _material_entry(item: StockItem, rows: Sequence[StockMovement], places: int) -> MaterialEntry:
    costs = [round_money(-row.quantity * row.unit_cost, places) for row in rows if row.unit_cost is not None]
    return MaterialEntry(
        item_id=item.pk,
        name=item.material.name,
        unit=item.material.unit,
        quantity=-sum((row.quantity for row in rows), Decimal(0)),
        cost=sum(costs, ZERO),
        is_costed=len(costs) == len(rows),
    )
