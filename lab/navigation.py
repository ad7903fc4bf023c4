"""What the frame of every page offers: the sections that the person's roles open, and on the demo's door its people."""

from dataclasses import dataclass, replace
from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from lab.demo_people import demo_people
from lab.permissions import may


@dataclass(frozen=True)
class Entry:
    """One section of the rail."""

    label: str
    icon: str
    url: str
    active: bool = False


# label, icon, the action that opens it, names of its page: the first that exists. Names are data here, not imports:
# the frame is drawn below the apps whose pages it offers.
SECTIONS = (
    (_("Today"), "sun", "see_orders", ("workflow:today",)),
    (_("Orders"), "clipboard2-check", "see_orders", ("workflow:order_list",)),
    (_("My work"), "tools", "work_task", ("workflow:my_work",)),
    (_("Board"), "kanban", "see_board", ("workflow:board",)),
    (_("Bench"), "upc-scan", "work_task", ("workflow:bench",)),
    (_("Tasks"), "list-task", "work_task", ("workflow:task_list",)),
    (_("Acts"), "journal-check", "see_acts", ("billing:act_list", "workflow:act_list")),
    (_("Customers"), "buildings", "see_customers", ("workflow:customer_list",)),
    (_("Patients"), "heart-pulse", "see_patients", ("workflow:patient_list", "customers:patient_list")),
    (_("Documents"), "file-earmark-medical", "see_documents", ("workflow:document_list",)),
    (_("Papers"), "file-earmark-text", "see_billing", ("billing:document_list",)),
    (_("Billing"), "cash-stack", "see_billing", ("billing:balance_list",)),
    (_("Payroll"), "wallet2", "see_pay", ("payroll:entry_list",)),
    (_("Stock"), "box-seam", "see_stock", ("stock:item_list",)),
    (_("Catalogue"), "tags", "see_catalog", ("catalog:service_list",)),
    (_("Dashboard"), "bar-chart", "see_orders", ("workflow:dashboard",)),
    (_("Calendar"), "calendar3", "see_calendar", ("workflow:due_calendar", "lab:calendar")),
    (_("Imports"), "table", "import_tables", ("workflow:import_list",)),
    (_("Team"), "people", "administer", ("lab:team",)),
    (_("Background work"), "arrow-repeat", "administer", ("background:job_list",)),
    (_("Administration"), "sliders", "administer", ("admin:index",)),
)

FIRST_PAGE = ("workflow:today",)
"""What stands at the address of the laboratory itself."""


class Permissions:
    """``{% if can.see_prices %}``: the table of permissions, asked for one person."""

    def __init__(self, person):
        self._person = person

    def __getitem__(self, action: str) -> bool:
        return may(self._person, action)


def frame(request) -> dict:
    """Context processor. Nothing is asked of the database before a template asks for it."""
    person = getattr(request, "user", None)
    return {
        "navigation": SimpleLazyObject(lambda: navigation(person, request.path)),
        "may_create_order": SimpleLazyObject(lambda: may(person, "create_order")),
        "can": Permissions(person),
        "demo_people": SimpleLazyObject(demo_people),
    }


def navigation(person, path: str) -> list[Entry]:
    """The sections that exist and are open to the person; that with the longest matching address is active."""
    entries = [
        Entry(str(label), icon, url)
        for label, icon, action, names in SECTIONS
        if may(person, action) and (url := first_address(names, get_urlconf(), get_script_prefix()))
    ]
    if path == get_script_prefix():
        path = first_address(FIRST_PAGE, get_urlconf(), path) or path
    here = max((entry.url for entry in entries if path.startswith(entry.url)), key=len, default=None)
    return [replace(entry, active=entry.url == here) for entry in entries]


@cache
def first_address(names: tuple[str, ...], urlconf, prefix: str) -> str | None:
    """Where the first of the pages is that exists."""
    for name in names:
        try:
            return reverse(name, urlconf)
        except NoReverseMatch:
            continue
    return None
