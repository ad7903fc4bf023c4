"""The exchange rates that were entered, as a list."""

from decimal import Decimal

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.lists.filters import ALL
from common.templatetags.labsite import exchange_rate
from lab.models import ExchangeRate, LabSettings


def _rows(viewer: Viewer) -> QuerySet:
    """``is_superseded`` where a later row of that day counts."""
    same = Q(currency=OuterRef("currency"), base=OuterRef("base"))
    turned = Q(currency=OuterRef("base"), base=OuterRef("currency"))
    later = ExchangeRate.objects.filter(same | turned, day=OuterRef("day"), pk__gt=OuterRef("pk"))
    found = ExchangeRate.objects.select_related("event__actor")
    return found.annotate(is_superseded=Exists(later.order_by().values(one=F("pk"))))


def _currencies(viewer: Viewer) -> forms.Field:
    pairs = ExchangeRate.objects.order_by().values_list("currency", "base").distinct()
    codes = sorted({code for pair in pairs for code in pair})
    choices = [("", ALL), *((code, code) for code in codes)]
    return forms.ChoiceField(label=_("Currency"), required=False, choices=choices)


def _of_currency(rows: QuerySet, code: str, viewer: Viewer) -> QuerySet:
    return rows.filter(Q(currency=code) | Q(base=code))


def _in_words(one: str, rate: Decimal, other: str) -> str:
    return f"1 {one} = {exchange_rate(rate)} {other}"


def _frame(asked: Asked) -> dict:
    return {"here": "exchange rates", "lab": LabSettings.load()}


EXCHANGE_RATES = ListTable(
    name="billing:exchange_rate_list",
    title=_("Exchange rates"),
    nouns=ngettext_lazy("%(n)s rate", "%(n)s rates", "n"),
    rows=_rows,
    row_class=lambda rate: "reversed" if rate.is_superseded else "",
    usual_sort="-day",
    sorts={"day": Sort("day", falling=True)},
    columns=(
        Column("day", _("Day"), cell=Plain("nowrap stack-head"), fixed=True),
        Column("currency", _("Currency"), usual=False),
        Column("base", _("Worth in"), usual=False),
        Column(
            "rate",
            _("Rate"),
            cell=Plain("nowrap tabular"),
            value=lambda rate: _in_words(rate.currency, rate.rate, rate.base),
        ),
        Column("figure", _("Figure"), "rate", Plain("num", write=exchange_rate), usual=False, head="num"),
        Column(
            "turned",
            _("The other way round"),
            lambda rate: _in_words(rate.base, rate.turned_round, rate.currency),
            Plain("nowrap tabular quiet"),
        ),
        Column("note", _("Note"), cell=Plain("clip", title=lambda rate: rate.note)),
        Column(
            "entered", _("Entered"), "event.actor.name", Drawn(template="billing/cells/rate_entered.html")
        ),
    ),
    actions=Drawn(template="billing/cells/rate_correct.html"),
    filters=(Filter("currency", _currencies, _of_currency),),
    empty=Empty(
        title=_("No exchange rate is entered"),
        text=_(
            "Rates are needed where a service is priced, or an order charged, in another currency than that of the "
            "laboratory. Nothing is guessed: until there is a rate, such work is refused."
        ),
        icon="currency-exchange",
        none_like_this=_("No rate is like this. Clear a filter."),
        address="billing:exchange_rate_new",
        action=_("Enter a rate"),
        needs="set_exchange_rates",
        dialog=True,
    ),
    css="",
    templates={
        "above": "billing/_tabs.html",
        "actions": "billing/_exchange_rates_actions.html",
        "foot": "billing/cells/rates_foot.html",
    },
    frame=_frame,
    context=lambda asked, rows, counts: {"lab": LabSettings.load()},
)
"""The newest day first."""
