"""What people type about customers and patients."""

from customers.forms.counterparty import AddressFormSet, ContactFormSet, CounterpartyForm, CustomerFilter
from customers.forms.patient import PatientFilter, PatientForm

__all__ = [
    "AddressFormSet",
    "ContactFormSet",
    "CounterpartyForm",
    "CustomerFilter",
    "PatientFilter",
    "PatientForm",
]
