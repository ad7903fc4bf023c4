"""The list of what was done together: everybody's own, for administrators all."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import moment_and_year
from common.lists import Column, Empty, ListTable, Sort
from common.lists.asked import Asked
from common.lists.cells import Plain
from common.lists.filters import choice
from lab.lists import list_view
from orders.models import Batch, BatchOrder
from orders.models.batch import NOT_DONE, BatchState, RowState
from workflow.together.carry_on import label_of

TAGS = {BatchState.WORKING: "tag-caution", BatchState.STOPPED: "tag-caution"}


def _batches(viewer) -> QuerySet:
    every = Batch.objects.select_related("event", "asked_by")
    return every if viewer.may("administer") else every.asked_by(viewer.person)


def _with_tallies(batches: Sequence[Batch], asked: Asked) -> Sequence[Batch]:
    """Each with how many of its orders are done, and refused: one statement for the page."""
    rows = BatchOrder.objects.filter(batch__in=[one.pk for one in batches]).order_by()
    found = {(pk, state): n for pk, state, n in rows.values_list("batch", "state").annotate(n=Count("pk"))}
    for one in batches:
        one.done = found.get((one.pk, RowState.DONE), 0)
        one.refused = sum(found.get((one.pk, state), 0) for state in NOT_DONE)
        one.waiting = found.get((one.pk, RowState.WAITING), 0)
    return batches


def _state(one: Batch) -> list[tuple[str, str]]:
    return [(TAGS.get(one.state, ""), str(BatchState(one.state).label))]


def _chosen(one: Batch) -> str:
    return ", ".join(one.chosen)


BATCHES = ListTable(
    name="workflow:together_list",
    title=_("Done together"),
    nouns=ngettext_lazy("%(n)s entry", "%(n)s entries", "n"),
    rows=_batches,
    shown=_with_tallies,
    opens=lambda one: reverse("workflow:together_page", args=[one.pk]),
    columns=(
        Column(
            "what",
            _("What"),
            lambda one: label_of(one.action),
            Plain("stack-head", opens=True),
            fixed=True,
            head="together-what",
        ),
        Column(
            "state",
            _("State"),
            lambda one: str(BatchState(one.state).label),
            Plain("stack-side", write=lambda text: "", tags=_state),
            head="col-short",
        ),
        Column(
            "when",
            _("When"),
            "event.at",
            Plain("nowrap", write=moment_and_year),
            sort=Sort(None, falling=True),  # as they were asked for
            head="together-when",
        ),
        Column("who", _("Who"), "asked_by.name", needs="administer"),
        Column("chosen", _("Chosen"), _chosen, Plain("clip", title=_chosen)),
        Column("orders", _("Orders"), "count", Plain("num"), head="num together-count"),
        Column("done", _("Done"), "done", Plain("num"), head="num together-count"),
        Column("refused", _("Refused"), "refused", Plain("num"), head="num together-count"),
        Column("waiting", _("Waiting"), "waiting", Plain("num"), head="num together-count"),
    ),
    filters=(choice("state", _("State"), BatchState.choices),),
    usual_sort="-when",
    style="css/together.css",
    frame=lambda asked: {"up_url": reverse("workflow:order_list"), "up_label": _now("Orders")},
    empty=Empty(
        _("Nothing was done together yet"),
        _("Tick orders in their list, choose what is done to them, and see here what became of each."),
        icon="collection",
        none_like_this=_("Nothing is like that."),
        address="workflow:order_list",
        action=_("To the orders"),
        needs="see_orders",
    ),
)

together_list = list_view(BATCHES, "do_together")
