"""What people type about customers and patients."""

from customers.forms.counterparty import (
    AddressFormSet,
    ContactFormSet,
    CounterpartyForm,
    CustomerFilter,
    CustomerTwins,
)
from customers.forms.patient import PatientFilter, PatientForm, PatientTwins
from customers.forms.prices import PriceListFormSet

__all__ = [
    "AddressFormSet",
    "ContactFormSet",
    "CounterpartyForm",
    "CustomerFilter",
    "CustomerTwins",
    "PatientFilter",
    "PatientForm",
    "PatientTwins",
    "PriceListFormSet",
]
