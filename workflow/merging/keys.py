"""What points at a customer or at a patient, key by key: whether it moves in a merge, and if not, why.

A key in neither table fails the tests until somebody decides about it.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MOVES = {
    "orders.order.customer": ngettext_lazy("%(n)s order", "%(n)s orders", "n"),
    "orders.order.patient": ngettext_lazy("%(n)s order", "%(n)s orders", "n"),
    "customers.contact.counterparty": ngettext_lazy("%(n)s contact", "%(n)s contacts", "n"),
    "customers.address.counterparty": ngettext_lazy("%(n)s address", "%(n)s addresses", "n"),
    "customers.patient.owner": ngettext_lazy("%(n)s animal", "%(n)s animals", "n"),
    "customers.counterparty_tags.counterparty": ngettext_lazy("%(n)s tag", "%(n)s tags", "n"),
    "customers.counterparty.merged_into": ngettext_lazy(
        "%(n)s customer merged earlier", "%(n)s customers merged earlier", "n"
    ),
    "customers.patient.merged_into": ngettext_lazy(
        "%(n)s patient merged earlier", "%(n)s patients merged earlier", "n"
    ),
}
"""Key -> how many of them there are, in words."""

STAYS = {
    "customers.customerpricelist.counterparty": _(
        "Price lists are agreed on with one customer: those of the one that stays hold for both."
    ),
    "billing.closingdocument.customer": _(
        "Issued papers say for ever to whom they were issued; they are listed with the one that stays."
    ),
    "billing.payment.customer": _("Payments stay booked as they were, and are read together."),
    "billing.refund.customer": _("Refunds stay booked as they were, and are read together."),
    "billing.receivableentry.customer": _("What is booked stays as it was; the balance of both is one."),
}
"""Key -> why it stays. Books of both are read as one account (decision 52)."""
