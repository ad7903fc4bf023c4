"""Who orders: counterparties with their contacts and addresses, patients, and their merges."""

from customers.models.counterparty import Address, Contact, Counterparty, Tag, account
from customers.models.merge import Merge, MergeRow, MergeTakenBack
from customers.models.patient import Patient
from customers.models.prices import CustomerPriceList

__all__ = [
    "Address",
    "Contact",
    "Counterparty",
    "CustomerPriceList",
    "Merge",
    "MergeRow",
    "MergeTakenBack",
    "Patient",
    "Tag",
    "account",
]
