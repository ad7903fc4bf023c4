"""What became of each order of a batch, as a list: refused ones first."""

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, ListTable, Tab, Tabs
from common.lists.asked import Asked
from common.lists.cells import Plain
from common.lists.counting import Counts
from orders.models import BatchOrder
from orders.models.batch import NOT_DONE, RowState

STATES = "state"
REFUSED, DONE, WAITING, ALL = "refused", "done", "waiting", "all"
TAGS = {RowState.REFUSED: "tag-caution", RowState.FAILED: "tag-alarm", RowState.DONE: "tag-good"}


def _rows(viewer, batch: int) -> QuerySet:
    return BatchOrder.objects.filter(batch=batch).select_related("order__customer")


def _in_states(*states: str):
    return lambda rows, viewer: rows.filter(state__in=states)


def tally(batch: int) -> dict[str, int]:
    """How many of its orders are done, refused (or went wrong), and waiting: one statement, from an index."""
    rows = BatchOrder.objects.filter(batch=batch).order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {
        DONE: found.get(RowState.DONE, 0),
        REFUSED: sum(found.get(state, 0) for state in NOT_DONE),
        WAITING: found.get(RowState.WAITING, 0),
    }


def _counts(asked: Asked) -> Counts:
    by_tab = tally(asked.args[0])
    by_tab[ALL] = sum(by_tab.values())
    return Counts(by_tab[asked.tab], by_tab)


def _became(row: BatchOrder) -> str:
    """The reason, or what the action says of itself; where nothing had to be booked, that it was so already."""
    if row.state == RowState.DONE and not row.said and not row.event_id:
        return _now("it was so already")
    return row.said


def _state(row: BatchOrder) -> list[tuple[str, str]]:
    return [(TAGS.get(row.state, ""), str(RowState(row.state).label))]


RESULTS = ListTable(
    name="workflow:together_page",
    title=_("Done together"),
    nouns=ngettext_lazy("%(n)s order", "%(n)s orders", "n"),
    rows=_rows,
    opens=lambda row: reverse("workflow:order_page", args=[row.order.number]),
    columns=(
        Column(
            "order",
            _("Order"),
            "order.number",
            Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular"),
            fixed=True,
            head="shrink",
        ),
        Column(
            "state",
            _("State"),
            lambda row: str(RowState(row.state).label),
            Plain("stack-side", write=lambda text: "", tags=_state),
            head="shrink",
        ),
        Column("customer", _("Customer"), "order.customer.name", Plain("clip")),
        Column("became", _("What became of it"), _became, Plain("together-became")),
        Column("at", _("When"), "at", Plain("nowrap"), usual=False, head="col-day"),
    ),
    tabs=Tabs(
        STATES,
        (
            Tab(REFUSED, _("Refused"), _in_states(*NOT_DONE)),
            Tab(DONE, _("Done"), _in_states(RowState.DONE)),
            Tab(WAITING, _("Waiting"), _in_states(RowState.WAITING)),
            Tab(ALL, _("All")),
        ),
        usual=lambda viewer: ALL,
    ),
    counts=_counts,
    css="",
    style="css/together.css",
    empty=Empty(
        _("No order is here"), _("The numbers beside the tabs say where there are some."), icon="check2"
    ),
    templates={"page": "workflow/together/result.html"},
)
