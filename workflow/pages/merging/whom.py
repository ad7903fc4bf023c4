"""What differs between merging customers and merging patients, for the pages of both."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Counterparty, Merge, Patient
from customers.twins import customers_like, patients_like
from workflow.merging.duplicates import Found, customers_twice, patients_twice
from workflow.merging.merge_customers import merge_customers
from workflow.merging.merge_patients import merge_patients
from workflow.merging.pairs import CustomerPair, Pair, PatientPair


@dataclass(frozen=True)
class Whom:
    """One register. Addresses are named by their views."""

    kind: str
    model: type[models.Model]
    action: str
    pair: type[Pair]
    merge: Callable[..., Merge]
    like: Callable[..., list]
    twice: Callable[[], Found]
    page: str
    merge_page: str
    list_page: str
    duplicates: str
    search: str
    title: str
    other: str
    none: str

    def rows(self):
        return self.model.objects.select_related("merged_into")

    def address(self, pk: int) -> str:
        return reverse(self.page, args=[pk])

    def merging(self, kept: int, gone: int | None = None) -> str:
        """The page on which the two are looked at; without ``gone`` it asks who is the same."""
        url = reverse(self.merge_page, args=[kept])
        return f"{url}?with={gone}" if gone else url


CUSTOMERS = Whom(
    kind=Merge.Kind.CUSTOMER,
    model=Counterparty,
    action="merge_customers",
    pair=CustomerPair,
    merge=merge_customers,
    like=customers_like,
    twice=customers_twice,
    page="workflow:customer_page",
    merge_page="workflow:customer_merge",
    list_page="workflow:customer_list",
    duplicates="workflow:customer_duplicates",
    search="customers:customer_search",
    title=_("Customers"),
    other=_("The same customer"),
    none=_("No customer called “{typed}”."),
)
PATIENTS = Whom(
    kind=Merge.Kind.PATIENT,
    model=Patient,
    action="merge_patients",
    pair=PatientPair,
    merge=merge_patients,
    like=patients_like,
    twice=patients_twice,
    page="workflow:patient_page",
    merge_page="workflow:patient_merge",
    list_page="customers:patient_list",
    duplicates="workflow:patient_duplicates",
    search="customers:patient_search",
    title=_("Patients"),
    other=_("The same patient"),
    none=_("No patient called “{typed}”."),
)
BY_KIND = {whom.kind: whom for whom in (CUSTOMERS, PATIENTS)}
