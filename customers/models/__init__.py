"""Who orders: counterparties with their contacts and addresses, and patients."""

from customers.models.counterparty import Address, Contact, Counterparty, Tag
from customers.models.patient import Patient
from customers.models.prices import CustomerPriceList

__all__ = ["Address", "Contact", "Counterparty", "CustomerPriceList", "Patient", "Tag"]
