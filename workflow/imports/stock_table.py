"""Stock from a table: what shall be on hand. What is more than stands is taken in by one receipt for each warehouse."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Material
from common.folding import fold
from common.money import ZERO
from common.refusals import Refused
from common.templatetags.labsite import quantity as as_text
from lab.cause import Cause
from lab.events import local_day
from lab.models import TableImportRow
from stock import ledger
from stock.ledger import ReceivedLine
from stock.models import Lot, StockItem, StockMovement, Warehouse
from workflow.imports.columns import Column, day, number, one_of, text
from workflow.imports.kind import Kind, NotFound, Planned, RowRefused, Values, Wrong
from workflow.imports.names import STOCK

NAMED = 3
"""Lots that a sentence names."""


@dataclass(frozen=True)
class Shelf:
    """What is on hand of one lot of an item; ``pk`` is a movement of it. Of all its lots together, where the table
    has no column for them, ``lots`` are their names."""

    pk: int
    item: StockItem
    lot: str
    on_hand: Decimal
    unit_cost: Decimal | None
    expires_on: object
    lots: Sequence[str] = ()


class Stock(Kind):
    """A row is known by warehouse, material and lot."""

    slug, icon, action = "stock", "box-seam", "receive_stock"
    title = gettext_lazy("Stock on hand")
    names = STOCK
    says = gettext_lazy(
        "A row is known by warehouse, material and lot. What is on hand by the table and not yet in the books is"
        " received today; less is refused: count it instead."
    )

    def __init__(self, today):
        super().__init__(today)
        self.usual = Warehouse.objects.default()
        self.warehouses = {one.name: one for one in Warehouse.objects.all()}
        self.materials = {one.code: one for one in Material.objects.all()}
        self.bare = {fold(code).lstrip("0"): code for code in self.materials}
        self.shelves = {
            (one.item.warehouse.name, one.item.material.code, one.lot): one for one in self._shelves()
        }
        self.by_item: dict[tuple[str, str], list[Shelf]] = defaultdict(list)
        for (warehouse, code, _lot), shelf in self.shelves.items():
            self.by_item[warehouse, code].append(shelf)
        good_until = Lot._meta.get_field("expires_on").formfield()
        good_until.today = today
        cost = StockMovement._meta.get_field("unit_cost").formfield()
        quantity = StockMovement._meta.get_field("quantity").formfield()
        places = {fold(name): name for name in self.warehouses}
        self.columns = (
            Column(
                "code", _("Code of the material"), text(Material._meta.get_field("code")), is_required=True
            ),
            Column("name", _("Material"), text(Material._meta.get_field("name")), is_key=True),
            Column("warehouse", _("Warehouse"), one_of(_("Warehouse"), places), is_key=True),
            Column("lot", _("Lot"), text(Lot._meta.get_field("name")), clears=True, is_key=True),
            Column("expires_on", _("Good until"), day(good_until), is_key=True, is_day=True),
            Column("on_hand", _("On hand"), number(quantity), is_required=True),
            Column("unit_cost", _("Cost per unit"), number(cost), is_key=True, places=2),
        )

    def table(self) -> Iterator[Values]:
        return (self.values_of(one) for one in self.shelves.values() if one.on_hand > ZERO)

    def find(self, values: Values) -> Shelf | None:
        code = str(values.get("code") or "")
        if code and code not in self.materials:
            if other := self.bare.get(fold(code).lstrip("0")):
                sentence = _(
                    "There is “%(other)s”. If it is meant, write it so: a code is a text, zeros included."
                )
                raise NotFound("code", sentence % {"other": other})
            raise NotFound("code", _("There is no material of the code “%(code)s”.") % {"code": code})
        values.setdefault("warehouse", self.usual.name)
        if "lot" not in values and (together := self._together(str(values["warehouse"]), code)):
            return together
        return self.shelves.get((values["warehouse"], code, str(values.get("lot") or "")))

    def get(self, pk: int) -> StockMovement | None:
        standing = StockMovement.objects.standing().filter(pk=pk)
        return standing.select_related("item__material", "item__warehouse").first()

    def hold(self, pks: Sequence[int]) -> None:
        items = StockMovement.objects.filter(pk__in=pks).values_list("item", flat=True)
        ledger.lock_items(set(items))

    def values_of(self, record: Shelf) -> Values:
        material = record.item.material
        return {
            "code": material.code,
            "name": material.name,
            "warehouse": record.item.warehouse.name,
            "lot": record.lot,
            "expires_on": record.expires_on,
            "on_hand": record.on_hand,
            "unit_cost": record.unit_cost,
        }

    def defaults(self) -> Values:
        return {"lot": "", "expires_on": None, "unit_cost": None}

    def name_of(self, values: Values) -> str:
        material = self.materials.get(str(values.get("code") or ""))
        named = f"{material.code} {material.name}" if material else str(values.get("code") or "")
        return f"{named}, {values['lot']}" if values.get("lot") else named

    def same_key(self, values: Values):
        return values["warehouse"], values["code"], values["lot"]

    def check(self, record: Shelf | None, values: Values) -> Iterator[Wrong]:
        stands = record.on_hand if record else ZERO
        more = values["on_hand"] - stands
        if more < ZERO:
            sentence = _(
                "%(stands)s are on hand by the books. Less is not imported: count it, or correct it."
            )
            yield Wrong("on_hand", sentence % {"stands": as_text(stands)})
        elif record is None and not more:
            yield Wrong("on_hand", _("Of each material more than nothing has to come in."))
        if not more:
            return
        if record and record.lots:
            said = {"lots": ", ".join(record.lots[:NAMED])}
            yield Wrong(
                "on_hand", _("It stands here by lots (%(lots)s): say of which lot more comes in.") % said
            )
            return
        if not self.materials[values["code"]].is_active:
            yield Wrong("code", _("This material is not used any more."))
        if values["unit_cost"] is not None and values["unit_cost"] < ZERO:
            yield Wrong("unit_cost", _("A cost is 0 or more."))
        yield from self._check_expiry(record, values)

    def write(self, planned: Sequence[Planned], cause: Cause) -> Iterator[StockMovement]:
        """All of a warehouse is one receipt."""
        made: dict[int, StockMovement] = {}
        for name in dict.fromkeys(one.values["warehouse"] for one in planned):
            rows = [one for one in planned if one.values["warehouse"] == name]
            note = _("Stock on hand, from a table")
            told = {"supplier": "", "received_on": local_day(cause.at), "note": note, "cause": cause}
            try:
                receipt = ledger.receive(self.warehouses[name], [self._line(one) for one in rows], **told)
            except Refused as refusal:
                raise RowRefused(rows[0].number, name, str(refusal)) from None
            movements = receipt.movements.order_by("pk")
            made |= {one.number: movement for one, movement in zip(rows, movements, strict=True)}
        return (made[one.number] for one in planned)

    def why_not_back(self, row: TableImportRow) -> Iterator[str]:
        if self.get(row.record) is None:
            yield _("What came in of %(name)s is taken back already.") % {"name": row.name}

    def take_back(self, rows: Sequence[TableImportRow], cause: Cause) -> Iterator[TableImportRow]:
        receipts: dict[int, TableImportRow] = {}
        for row in rows:
            receipts.setdefault(StockMovement.objects.get(pk=row.record).receipt_id, row)
        for receipt, row in receipts.items():
            yield row
            ledger.reverse_receipt(receipt, cause, reason=_("The import was taken back."))

    def _shelves(self) -> Iterator[Shelf]:
        moved = StockMovement.objects.order_by("item", "lot").values("item", "lot")
        costed = (
            StockMovement.objects.order_by().costed_receipts().values("item", "lot").annotate(last=Max("pk"))
        )
        named = {one["last"]: (one["item"], one["lot"]) for one in costed}
        told = StockMovement.objects.filter(pk__in=named).values_list("pk", "unit_cost")
        costs = {named[pk]: cost for pk, cost in told}
        items = {one.pk: one for one in StockItem.objects.select_related("material", "warehouse")}
        lots = {(one.item_id, one.name): one.expires_on for one in Lot.objects.all()}
        for one in moved.annotate(there=Sum("quantity"), last=Max("pk")):
            key = one["item"], one["lot"]
            yield Shelf(one["last"], items[key[0]], one["lot"], one["there"], costs.get(key), lots.get(key))

    def _together(self, warehouse: str, code: str) -> Shelf | None:
        """All that is on hand of a material that has, or had, lots there."""
        here = self.by_item.get((warehouse, code), [])
        if not any(one.lot for one in here):
            return None
        there = sum((one.on_hand for one in here), ZERO)
        lots = [one.lot for one in here if one.lot and one.on_hand]
        return replace(here[0], lot="", on_hand=there, unit_cost=None, expires_on=None, lots=lots)

    def _line(self, planned: Planned) -> ReceivedLine:
        values, record = planned.values, planned.record
        return ReceivedLine(
            material_id=self.materials[values["code"]].pk,
            quantity=values["on_hand"] - (record.on_hand if record else ZERO),
            lot=values["lot"],
            unit_cost=values["unit_cost"],
            expires_on=values["expires_on"],
        )

    def _check_expiry(self, record: Shelf | None, values: Values) -> Iterator[Wrong]:
        until = values["expires_on"]
        if until and not values["lot"]:
            yield Wrong(
                "expires_on", _("A day until which something is good belongs to a lot: enter the lot too.")
            )
        elif until and until < self.today:
            yield Wrong("expires_on", _("This is no longer good: take it in by hand, if it is meant."))
        elif until and record and record.expires_on and record.expires_on != until:
            yield Wrong(
                "expires_on", _("The lot is good until another day by the books. Look at the label again.")
            )
