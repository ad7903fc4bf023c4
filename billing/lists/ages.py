"""What customers owed at the end of a day by age, as a list: the way to their statements of account."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import DateField, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.ageing import LATE, Ages
from billing.balance_sheet import grouped
from billing.lists.balances import (
    ADVANCE,
    EVEN,
    OWES,
    SIDES,
    entries_of_each,
    found_with_merged,
    has_entries,
    on_side,
)
from billing.models import ReceivableEntry
from billing.statement_papers import AGES_SAID
from billing.statements import ages, ledger_totals, overdue_customers
from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.days import day_and_year
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Plain
from common.lists.counting import Counts
from common.lists.filters import choice
from customers.models import Counterparty

OVERDUE = "overdue"
UNTIL = "until"
"""As what the rows bear the day at the end of which they are looked at: filters behind the first read it there."""


@dataclass(frozen=True)
class AgesRow:
    """What a customer owed in one currency at the end of the day ``on``, by age."""

    customer_id: int | None
    customer_name: str
    currency: str
    on: date
    ages: Ages | None
    balance: Decimal


def day_of(asked: Asked) -> date:
    return asked.get("on") or asked.viewer.today


def _day(rows: QuerySet) -> date:
    return rows.query.annotations[UNTIL].value


def _upto(rows: QuerySet, on: date, viewer: Viewer) -> QuerySet:
    rows = rows.alias(**{UNTIL: Value(on, output_field=DateField())})
    return rows.filter(has_entries(day__lte=on))


def _standing(rows: QuerySet, stands: str, viewer: Viewer) -> QuerySet:
    on = _day(rows)
    if stands == OVERDUE:
        return rows.filter(pk__in=overdue_customers(on))
    return rows.filter(on_side(entries_of_each().filter(day__lte=on), stands))


def _ages_shown(customers: Sequence[Counterparty], asked: Asked) -> list[AgesRow]:
    ids, on = [customer.pk for customer in customers], day_of(asked)
    if not ids:
        return []
    booked = ReceivableEntry.objects.filter(customer__in=Counterparty.objects.account_of(ids))
    summed = grouped(booked.filter(day__lte=on))
    known = ages(ids, on)
    of_each: dict[int, list[AgesRow]] = defaultdict(list)
    for row in summed.filter(SIDES.get(asked.get("stands"), Q())):
        key = row["account"], row["currency"]
        of_each[key[0]].append(
            AgesRow(key[0], row["name"], key[1], on, known.get(key, Ages()), row["balance"])
        )
    return [row for pk in ids for row in of_each[pk]]


def narrows(asked: Asked) -> bool:
    """Whether some customers are left out."""
    return bool(asked.said.keys() - {"on"})


def _ages_totals(asked: Asked, rows: Sequence[AgesRow], counts: Counts) -> list[AgesRow]:
    """By currency, the balance of the whole ledger, and the sums of the ages where all rows stand on the page."""
    sums: dict[str, Ages] = {}
    if counts.total == len({row.customer_id for row in rows}):
        for row in rows:
            sums[row.currency] = sums.get(row.currency, Ages()) + (row.ages or Ages())
    on, says = day_of(asked), _now("Together") if narrows(asked) else _now("The whole ledger")
    if narrows(asked):
        balances: dict[str, Decimal] = {currency: one.balance for currency, one in sums.items()}
    else:
        balances = ledger_totals(on)
    return [
        AgesRow(None, says, currency, on, sums.get(currency), balance)
        for currency, balance in sorted(balances.items())
    ]


def _statement(row: AgesRow) -> str:
    if row.customer_id is None:
        return ""
    asked = urlencode({"currency": row.currency, "until": row.on.isoformat()})
    return f"{reverse('billing:statement', args=[row.customer_id])}?{asked}"


def _age(name: str, label: str) -> Column:
    late = "alarm" if name in LATE else ""
    return Column(
        name,
        label,
        lambda row: (getattr(row.ages, name) if row.ages else None) or None,
        Amount(css=late),
        head="num",
    )


def _ages_frame(asked: Asked) -> dict:
    on = day_of(asked)
    said = _now("at the end of %(day)s") % {"day": day_and_year(on)}
    return {"here": "statements", "on": on, "note": said}


STATEMENTS = ListTable(
    name="billing:statement_list",
    title=_("Statements of account"),
    nouns=ngettext_lazy("%(n)s customer", "%(n)s customers", "n"),
    rows=lambda viewer: Counterparty.objects.unmerged(),
    shown=_ages_shown,
    opens=_statement,
    usual_sort="name",
    columns=(
        Column(
            "name",
            _("Customer"),
            "customer_name",
            Plain("stack-head clip", opens=True, title=lambda row: row.customer_name),
            sort=Sort("name_key", index="counterparty_by_name"),
            fixed=True,
        ),
        *(_age(name, label) for name, label in AGES_SAID.items()),
        Column("balance", _("Balance"), cell=Amount(css="fw-semibold"), head="num"),
    ),
    filters=(
        Filter(
            "on",
            DayField(label=_("At the end of"), required=False, bounds=SEARCHED),
            _upto,
            unsaid=lambda rows, viewer: _upto(rows, viewer.today, viewer),
        ),
        found_with_merged(),
        choice(
            "stands",
            _("Balance"),
            [
                (OWES, _("The customer owes")),
                (OVERDUE, _("Something is overdue")),
                (ADVANCE, _("We hold an advance")),
                (EVEN, _("Even")),
            ],
            _standing,
        ),
    ),
    empty=Empty(
        title=_("Nothing has been charged or paid yet"),
        text=_("A customer is charged when an order is realized."),
        icon="cash-stack",
        none_like_this=_("No balance is like this. Clear a filter."),
    ),
    css="",
    templates={
        "above": "billing/_tabs.html",
        "actions": "billing/_statements_actions.html",
        "foot": "billing/cells/ages_foot.html",
    },
    style="css/money.css",
    frame=_ages_frame,
    totals=_ages_totals,
)
