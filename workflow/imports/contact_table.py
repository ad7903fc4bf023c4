"""Contacts of customers from a table; each is written with its customer, as on the customer's form."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.folding import fold
from common.formfields import WholeFormField
from customers.models import Contact, Counterparty
from customers.save_counterparty import save_counterparty
from lab.cause import Cause
from workflow.imports.columns import Column, number, text, yes_no
from workflow.imports.kind import NotFound, RecordKind, Values
from workflow.imports.known_customers import KnownCustomers
from workflow.imports.names import CONTACTS

FIELDS = ("name", "position", "phone", "email", "is_active")
_field = Contact._meta.get_field


class Contacts(RecordKind):
    """A row is known by the number, else by customer and name."""

    slug, icon, action = "contacts", "person-lines-fill", "edit_customers"
    title = gettext_lazy("Contacts")
    names = CONTACTS
    says = gettext_lazy(
        "A contact is known by the number, else by the customer and the name. A contact stays with its customer."
    )

    def __init__(self, today):
        super().__init__(today)
        self.known = KnownCustomers()
        self.contacts = {one.pk: one for one in Contact.objects.select_related("counterparty")}
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        for one in self.contacts.values():
            self.by_name.setdefault((one.counterparty_id, fold(one.name)), []).append(one)
        whole = WholeFormField(min_value=1)
        self.columns = (
            Column("number", _("Number"), number(whole), is_key=True),
            Column("customer_number", _("Customer number"), number(whole), is_key=True),
            Column("customer", _("Customer"), text(Counterparty._meta.get_field("name")), is_key=True),
            Column("name", _("Name"), text(_field("name")), is_required=True),
            Column("position", _("Position"), text(_field("position")), clears=True),
            Column("phone", _("Phone"), text(_field("phone")), clears=True),
            Column("email", _("E-mail"), text(_field("email")), clears=True),
            Column("is_active", _("Active"), yes_no),
        )

    def table(self) -> Iterator[Values]:
        return map(
            self.values_of,
            sorted(self.contacts.values(), key=lambda one: (one.counterparty.name_key, one.pk)),
        )

    def find(self, values: Values) -> Contact | None:
        pk = values.get("number")
        if pk is not None and pk not in self.contacts:
            raise NotFound("number", _("There is no contact of the number %(n)s.") % {"n": pk})
        customer = self._customer(values)
        if pk is not None:
            return self._with(self.contacts[pk], customer)
        if customer is None:
            raise NotFound("customer", _("Say whose contact it is: there is no such customer."))
        values["customer_pk"] = customer
        found = self.by_name.get((customer, fold(str(values.get("name") or ""))), [])
        if len(found) > 1:
            raise NotFound(
                "name", _("Several contacts of this customer are called so. Say which by the number.")
            )
        return found[0] if found else None

    def get(self, pk: int) -> Contact | None:
        return Contact.objects.select_related("counterparty").filter(pk=pk).first()

    def hold(self, pks: Sequence[int]) -> None:
        customers = Contact.objects.filter(pk__in=pks).values_list("counterparty", flat=True)
        Counterparty.objects.locked_together(set(customers))

    def values_of(self, record: Contact) -> Values:
        values = {name: getattr(record, name) for name in FIELDS}
        customer = record.counterparty
        ours = {"number": record.pk, "customer_number": customer.pk, "customer": customer.name}
        return values | ours | {"customer_pk": customer.pk}

    def defaults(self) -> Values:
        return {"position": "", "phone": "", "email": "", "is_active": True}

    def name_of(self, values: Values) -> str:
        return str(values.get("name") or "")

    def same_key(self, values: Values):
        return values["customer_pk"], fold(self.name_of(values))

    def save(self, record: Contact | None, values: Values, cause: Cause) -> Contact:
        contact = record or Contact()
        for name in FIELDS:
            setattr(contact, name, values[name])
        save_counterparty(Counterparty.objects.locked(values["customer_pk"]), cause, contacts=[contact])
        return contact

    def remove(self, record: Contact, cause: Cause) -> None:
        save_counterparty(Counterparty.objects.locked(record.counterparty_id), cause, removed=[record])

    def _customer(self, values: Values) -> int | None:
        number, name = values.get("customer_number"), str(values.get("customer") or "")
        return self.known.find(number, "", name, columns=("customer_number", "customer", "customer"))

    def _with(self, contact: Contact, customer: int | None) -> Contact:
        if customer is not None and customer != contact.counterparty_id:
            sentence = _(
                "This contact is of %(customer)s, and stays there. Leave the number empty for a new one."
            )
            raise NotFound("customer", sentence % {"customer": contact.counterparty})
        return contact
