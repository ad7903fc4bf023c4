"""What people type about customers and patients."""

from customers.forms.counterparty import (
    AddressFormSet,
    ContactFormSet,
    CounterpartyForm,
    CustomerTwins,
)
from customers.forms.patient import PatientForm, PatientTwins
from customers.forms.prices import PriceListFormSet

__all__ = [
    "AddressFormSet",
    "ContactFormSet",
    "CounterpartyForm",
    "CustomerTwins",
    "PatientForm",
    "PatientTwins",
    "PriceListFormSet",
]
