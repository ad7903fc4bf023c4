"""The kinds of tables that can be imported, and who may import which."""

from datetime import date

from lab.permissions import may
from workflow.imports.contact_table import Contacts
from workflow.imports.customer_table import Customers
from workflow.imports.kind import Kind
from workflow.imports.patient_table import Patients
from workflow.imports.price_list_table import PriceLists
from workflow.imports.rate_table import Rates
from workflow.imports.service_table import Services
from workflow.imports.stock_table import Stock

KINDS: tuple[type[Kind], ...] = (Services, PriceLists, Customers, Contacts, Patients, Rates, Stock)
BY_SLUG = {kind.slug: kind for kind in KINDS}


def kinds_for(person) -> list[type[Kind]]:
    return [kind for kind in KINDS if may(person, kind.action)]


def kind_of(slug: str, today: date) -> Kind:
    """With what stands, read now."""
    return BY_SLUG[slug](today)
