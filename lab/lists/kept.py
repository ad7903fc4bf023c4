"""What a person keeps of a list, read in one statement: the columns chosen, the views saved, those of others."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from common.kept_statements import kept
from common.lists.asked import COLUMNS, PLACES
from common.lists.table import ListTable
from lab.models import FirstPage, SavedView
from lab.permissions import ACTIONS, may

MOST_VIEWS = 100


@dataclass(frozen=True)
class Kept:
    """``columns`` are the names of those that the person has chosen; none where they never chose."""

    columns: list[str] = field(default_factory=list)
    views: list[SavedView] = field(default_factory=list)


@kept
def _kept(person: int, table: str) -> QuerySet:
    found = SavedView.objects.for_person(person).filter(list=table)
    return found.order_by("name_key", "pk")[:MOST_VIEWS]


def kept_for(person, table: ListTable) -> Kept:
    """Own views first, then shared ones; each in the sequence of its name."""
    rows = _kept(person.pk, table.name)
    own = [row for row in rows if row.owner_id == person.pk]
    chosen = next((row.query for row in own if not row.name), "")
    columns = QueryDict(chosen).get(COLUMNS, "")
    views = [row for row in own if row.name] + [row for row in rows if row.owner_id != person.pk and row.name]
    return Kept([name for name in columns.split(",") if name], views)


def view_shown(views: list[SavedView], query: QueryDict) -> SavedView | None:
    """The view that the address asks for, whichever of its pages; none once anything else is asked."""
    said = {name: text for name, text in query.items() if name not in PLACES}
    return next((view for view in views if said and QueryDict(view.query).dict() == said), None)


def address_of_view(view: SavedView) -> str:
    """Where the view is; "" where its list is no more."""
    try:
        return f"{reverse(view.list)}?{view.query}"
    except NoReverseMatch:
        return ""


def first_page_of(person) -> str:
    """The address that the person wants to see first; "" where none is chosen, or it is no longer open to them."""
    first = FirstPage.objects.filter(employee=person).select_related("view").first()
    if first is None or not (first.view.is_shared or first.view.owner_id == person.pk):
        return ""
    address = address_of_view(first.view)
    action = getattr(resolve(address.partition("?")[0]).func, "access", None) if address else None
    return address if action in ACTIONS and may(person, action) else ""
