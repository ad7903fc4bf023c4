"""The list of acts, for everybody; amounts for those who may see them."""

from collections.abc import Sequence

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.models import Act
from billing.shown import IN_STATE, ActShown, ActState, acts_shown, readable, totals_of
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.counting import Counts
from common.lists.filters import ALL, choice, period, search
from lab.models import Employee


def _performers(viewer: Viewer) -> forms.Field:
    people = Employee.objects.filter(is_service_account=False)
    choices = [("", ALL), *((str(one.pk), one.name) for one in people)]
    return forms.ChoiceField(label=_("Performer"), required=False, choices=choices)


def _shown(acts: Sequence[Act], asked: Asked) -> list[ActShown]:
    return acts_shown(acts, with_prices=asked.viewer.may("see_prices"))


def _work(act: ActShown) -> str:
    return ", ".join(line.name for line in act.lines)


def _totals(asked: Asked, rows: Sequence, counts: Counts) -> dict:
    """Of all acts ever made it would be read for long, and say nothing."""
    summed = asked.is_narrowed and asked.viewer.may("see_prices")
    return {"totals": totals_of(asked.rows()) if summed else []}


ACTS = ListTable(
    name="billing:act_list",
    title=_("Acts of completed work"),
    nouns=ngettext_lazy("%(n)s act", "%(n)s acts", "n"),
    rows=lambda viewer: readable(Act.objects.all(), with_prices=viewer.may("see_prices")),
    shown=_shown,
    opens=lambda act: reverse("workflow:order_page", args=[act.order_number]),
    row_class=lambda act: "reversed" if act.state == ActState.REVERSED else "",
    usual_sort="-act",
    columns=(
        Column(
            "order",
            _("Order"),
            "order_number",
            Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular"),
            fixed=True,
            head="col-number",
        ),
        Column(
            "act",
            _("Act"),
            "number",
            Drawn(template="billing/cells/act_number.html"),
            sort=Sort(None, falling=True),
            head="col-number",
        ),
        Column(
            "posted_on",
            _("Posted on"),
            cell=Plain("nowrap"),
            sort=Sort("posted_on", falling=True, nullable=True, index="act_by_day"),
            head="col-day",
        ),
        Column(
            "performer",
            _("Performer"),
            "performer.name",
            Drawn(template="billing/cells/act_people.html"),
            head="col-phone",
        ),
        Column("assistant", _("Assistant"), "assistant.name", usual=False, head="col-phone"),
        Column("work", _("Work"), _work, Drawn(template="billing/cells/act_work.html")),
        Column(
            "amount",
            _("Amount"),
            "total",
            Amount(currency="currency"),
            needs="see_prices",
            head="num col-day",
        ),
        Column(
            "state",
            _("State"),
            lambda act: act.state.label,
            Drawn(template="billing/cells/act_state.html"),
            head="col-acts",
        ),
    ),
    filters=(
        search("number", "order__number", finds=_("Act or order")),
        choice(
            "state",
            _("State"),
            ActState.choices,
            lambda rows, state, viewer: rows.filter(IN_STATE[state]),
        ),
        Filter("performer", _performers, lambda rows, performer, viewer: rows.filter(performer=performer)),
        *period("posted_on"),
    ),
    empty=Empty(
        title=_("No act has been made yet"),
        text=_(
            "An order with automatic acts gets its drafts when its production starts; by hand they are made on the "
            "page of the order."
        ),
        icon="journal-check",
        none_like_this=_("No act is like this. Clear a filter."),
    ),
    templates={"foot": "billing/cells/act_totals.html"},
    context=_totals,
)
