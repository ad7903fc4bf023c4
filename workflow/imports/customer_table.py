"""Customers from a table, with their tags and their first address."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.folding import closed_up, fold, sort_key
from common.formfields import WholeFormField
from common.table_files.cells import Cell
from customers.forms.counterparty import TagsField
from customers.models import Address, Counterparty
from customers.save_counterparty import save_counterparty
from lab.cause import Cause
from lab.events import record_event
from lab.models.settings import LONGEST_TERM
from lab.records import book_deletion, describe
from workflow.imports.columns import Column, choice, number, text, yes_no
from workflow.imports.kind import NotFound, RecordKind, Values, Wrong
from workflow.imports.known_customers import KnownCustomers
from workflow.imports.names import CUSTOMERS

TEXTS = (
    "name",
    "legal_name",
    "tax_id",
    "phone",
    "email",
    "requisites",
    "payer_name",
    "payer_details",
    "notes",
)
FIELDS = (*TEXTS, "kind", "is_owner", "payment_days", "currency", "is_active")
KINDS = {
    **dict.fromkeys(("firm", "company", "firma", "юр. лицо"), "legal"),
    **dict.fromkeys(("person", "privat", "физ. лицо"), "natural"),
}
_field = Counterparty._meta.get_field


def _in_sequence(tags: Iterable[str]) -> str:
    return ", ".join(sorted(tags, key=sort_key))


def _tags(cell: Cell) -> str:
    return _in_sequence(TagsField(required=False, max_length=500).clean(cell.text))


class Customers(RecordKind):
    """A row is known by the number, else by the tax number, else by the name."""

    slug, icon, action = "customers", "buildings", "edit_customers"
    title = gettext_lazy("Customers")
    names = CUSTOMERS
    says = gettext_lazy(
        "A customer is known by the number, else by the tax number, else by the name. The address is the first one;"
        " contacts and further addresses stay as they are."
    )

    def __init__(self, today):
        super().__init__(today)
        self.known = KnownCustomers(follows=False)
        self.loaded: dict[int, Counterparty] = {}
        days = _field("payment_days").formfield()
        kind = choice(Counterparty.Kind.choices, KINDS)
        self.columns = (
            Column("number", _("Number"), number(WholeFormField(min_value=1)), is_key=True),
            Column("name", _("Name"), text(_field("name")), is_required=True),
            Column("kind", _("Kind"), kind, choices=Counterparty.Kind.choices),
            Column("legal_name", _("Legal name"), text(_field("legal_name")), clears=True),
            Column("tax_id", _("Tax number"), text(_field("tax_id")), clears=True),
            Column("phone", _("Phone"), text(_field("phone")), clears=True),
            Column("email", _("E-mail"), text(_field("email")), clears=True),
            Column("address", _("Address"), text(Address._meta.get_field("text")), clears=True),
            Column("payment_days", _("Days to pay"), number(days), clears=True),
            Column("currency", _("Currency"), text(_field("currency")), clears=True),
            Column("requisites", _("Requisites"), text(_field("requisites")), clears=True),
            Column("payer_name", _("Payer"), text(_field("payer_name")), clears=True),
            Column("payer_details", _("Payer details"), text(_field("payer_details")), clears=True),
            Column("is_owner", _("Owner of an animal"), yes_no),
            Column("tags", _("Tags"), _tags, clears=True),
            Column("notes", _("Notes"), text(_field("notes")), clears=True),
            Column("is_active", _("Active"), yes_no),
        )

    def table(self) -> Iterator[Values]:
        for record in self._rows().filter(merged_into=None).order_by("name_key", "pk").iterator(500):
            yield self.values_of(record)

    def prepare(self, rows) -> None:
        wanted = set()
        for values in rows:
            try:
                wanted.add(self._meant(values))
            except NotFound:
                continue
        keys = sorted(wanted - {None})
        for start in range(0, len(keys), 500):
            self.loaded |= self._rows().in_bulk(keys[start : start + 500])

    def find(self, values: Values) -> Counterparty | None:
        pk = self._meant(values)
        return None if pk is None else self.loaded.get(pk) or self.get(pk)

    def hold(self, pks: Sequence[int]) -> None:
        Counterparty.objects.locked_together(pks)

    def get(self, pk: int) -> Counterparty | None:
        return self._rows().filter(pk=pk).first()

    def values_of(self, record: Counterparty) -> Values:
        values = {name: getattr(record, name) for name in FIELDS}
        address = next((one.text for one in record.addresses.all()), "")
        tags = _in_sequence(tag.name for tag in record.tags.all())
        return values | {"number": record.pk, "address": address, "tags": tags}

    def defaults(self) -> Values:
        empty = dict.fromkeys(TEXTS, "")
        return empty | {
            "kind": "legal", "is_owner": False, "payment_days": None, "currency": None, "is_active": True,
            "address": "", "tags": "", "number": None,
        }  # fmt: skip

    def name_of(self, values: Values) -> str:
        return str(values.get("name") or "")

    def same_key(self, values: Values):
        return closed_up(str(values.get("tax_id") or "")) or fold(self.name_of(values))

    def check(self, record: Counterparty | None, values: Values) -> Iterator[Wrong]:
        if values["kind"] == Counterparty.Kind.LEGAL and values["is_owner"]:
            yield Wrong("is_owner", _("Only a natural person owns animals. Change the kind, or clear this."))
        if record and record.kind != values["kind"] == Counterparty.Kind.LEGAL and record.animals.exists():
            yield Wrong("kind", _("Animals of this person are registered. Give them another owner first."))
        if values["payment_days"] is not None and values["payment_days"] > LONGEST_TERM:
            yield Wrong("payment_days", _("A customer takes %(n)s days at most.") % {"n": LONGEST_TERM})

    def save(self, record: Counterparty | None, values: Values, cause: Cause) -> Counterparty:
        customer = record or Counterparty()
        for name in FIELDS:
            setattr(customer, name, values[name])
        customer.currency = values["currency"] or None
        standing = next(iter(record.addresses.all()), None) if record else None
        address, said = standing or Address(), values["address"]
        told = (standing.text if standing else "") != said
        address.text = said or address.text
        return save_counterparty(
            customer,
            cause,
            addresses=[address] if told and said else [],
            removed=[address] if told and not said else [],
            tags=list(filter(None, str(values["tags"] or "").split(", "))),
        )

    @transaction.atomic
    def remove(self, record: Counterparty, cause: Cause) -> None:
        event = record_event("remove_customer", cause, action="edit_customers", reason=record.name)
        book_deletion(record, event, describe(record))
        record.delete()

    def _meant(self, values: Values) -> int | None:
        number = values.get("number")
        return self.known.find(
            None if number is None else int(number),
            str(values.get("tax_id") or ""),
            str(values.get("name") or ""),
        )

    def _rows(self):
        return Counterparty.objects.prefetch_related("addresses", "tags")
