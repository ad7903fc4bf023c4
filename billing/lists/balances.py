"""What stands between customers and the laboratory now, as a list.

The rows of the database are customers: fifty of them are found by name before anything is summed. Each is shown with
as many rows as it has currencies. What is booked of whoever was merged into a customer is read with its own: their
account.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import DateField, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.balance_sheet import Balance, Waiting, balances_of, grouped, oldest_unpaid, totals
from billing.models import OpenDebt, ReceivableEntry
from common.fields import MoneyField
from common.lists import Column, Empty, Filter, ListTable, Sort
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.counting import Counts
from common.lists.fields import WordsField
from common.lists.filters import choice
from common.templatetags.labsite import figure
from customers.models import Counterparty, account
from lab.models import LabSettings

MERGED = "customer__merged_into"
OWES, ADVANCE, EVEN = "owes", "advance", "even"
SIDES = {OWES: Q(balance__gt=0), ADVANCE: Q(balance__lt=0), EVEN: Q(balance=0)}


def entries_of_each() -> QuerySet:
    """The entries of each customer's account, to be summed."""
    return ReceivableEntry.objects.filter(customer__in=_account_of_each()).order_by()


def _account_of_each() -> QuerySet:
    """Ids of each customer and of whoever was merged into it, within a question asked of entries."""
    each = OuterRef(OuterRef("pk"))
    return Counterparty.objects.filter(Q(pk=each) | Q(merged_into=each)).values("pk")


def has_entries(**like) -> Q:
    """Whether an account has an entry like this. Two questions, each along an index of its own."""
    entries = ReceivableEntry.objects.filter(**like).order_by()
    own, merged = (Exists(entries.filter(**{path: OuterRef("pk")})) for path in ("customer", MERGED))
    return Q(own) | Q(merged)


def found_with_merged() -> Filter:
    """The search box: customers who hold every word, or into whom one was merged who does."""
    return Filter("q", WordsField(_("Customer")), lambda rows, words, viewer: rows.holding_account(words))


def on_side(entries: QuerySet, side: str) -> Exists:
    """Whether these entries of an account come to that, in one of the currencies."""
    summed = entries.values("currency").annotate(balance=Sum("amount"))
    return Exists(summed.filter(SIDES[side]))


@dataclass(frozen=True)
class BalanceRow:
    """A balance, and what of it waits for longest; ``today`` says whether that is late."""

    balance: Balance
    today: date
    wait: Waiting | None = None

    @property
    def days(self) -> int | None:
        return self.wait.days(self.today) if self.wait else None

    @property
    def is_late(self) -> bool:
        return bool(self.wait and self.wait.due_on and self.wait.due_on < self.today)

    @property
    def currency(self) -> str:
        return self.balance.currency


def _balances_shown(customers: Sequence[Counterparty], asked: Asked) -> list[BalanceRow]:
    ids = [customer.pk for customer in customers]
    side = SIDES.get(asked.get("side"), Q())
    booked = ReceivableEntry.objects.filter(customer__in=Counterparty.objects.account_of(ids))
    rows = list(grouped(booked).filter(side)) if ids else []
    waiting, today = oldest_unpaid(rows) if rows else {}, asked.viewer.today
    of_each: dict[int, list[BalanceRow]] = defaultdict(list)
    for one in balances_of(rows) if rows else ():
        wait = waiting.get((one.customer_id, one.currency))
        of_each[one.customer_id].append(BalanceRow(one, today, wait))
    return [row for pk in ids for row in of_each[pk]]


def _balance_in(currency: str) -> Subquery:
    """Σ of the ledger of each account in that currency; the index of the entries says it alone."""
    summed = entries_of_each().filter(currency=currency).values("currency").annotate(total=Sum("amount"))
    return Subquery(summed.values("total"), output_field=MoneyField())


def _waits_since() -> Subquery:
    """The day of the oldest charge of each account that is not wholly paid."""
    open_debts = OpenDebt.objects.filter(charge__customer__in=_account_of_each()).order_by()
    by_account = open_debts.annotate(account=account("charge__customer")).values("account")
    return Subquery(by_account.annotate(since=Min("charge__day")).values("since"), output_field=DateField())


_BY_BALANCE = Sort(_balance_in(""), falling=True, nullable=True, summed=True)
_BY_OLDEST = Sort(_waits_since(), nullable=True, summed=True)


def _sorted_by(asked: Asked, sort: Sort) -> Sort:
    """The balance is that in the laboratory's currency: amounts of two currencies are not compared."""
    return replace(sort, by=_balance_in(LabSettings.load().currency)) if sort is _BY_BALANCE else sort


def _totals(asked: Asked, rows: Sequence[BalanceRow], counts: Counts) -> list[BalanceRow]:
    """By currency, what all come to, where all of them stand on the page."""
    if asked.get("side") or counts.total != len({row.balance.customer_id for row in rows}):
        return []
    customers = asked.rows().order_by().values("pk") if asked.said else Counterparty.objects.all()
    together = [replace(one, customer_name=_now("Together")) for one in totals(customers)]
    return [BalanceRow(one, asked.viewer.today) for one in together]


def _ledger(row: BalanceRow) -> str:
    pk = row.balance.customer_id
    return reverse("billing:customer_ledger", args=[pk]) if pk else ""


def _held(row: BalanceRow) -> str:
    """What of the advances waits for orders."""
    if not row.balance.tied:
        return ""
    return _now("%(tied)s held for orders") % {"tied": figure(row.balance.tied, row.currency)}


def _money(name: str, label: str, read: str, **more) -> Column:
    return Column(name, label, read, Amount(css=more.pop("css", "")), head="num col-amount", **more)


BALANCES = ListTable(
    name="billing:balance_list",
    title=_("Balances of customers"),
    nouns=ngettext_lazy("%(n)s customer", "%(n)s customers", "n"),
    rows=lambda viewer: Counterparty.objects.unmerged().filter(has_entries()),
    shown=_balances_shown,
    opens=_ledger,
    usual_sort="name",
    sorted_by=_sorted_by,
    columns=(
        Column(
            "name",
            _("Customer"),
            "balance.customer_name",
            Plain("stack-head", opens=True, title=lambda row: row.balance.customer_name),
            sort=Sort("name_key", index="counterparty_by_name"),
            fixed=True,
        ),
        Column(
            "oldest",
            _("Oldest unpaid"),
            lambda row: row.wait.since if row.wait else None,
            Drawn(template="billing/cells/balance_wait.html"),
            sort=_BY_OLDEST,
            head="col-oldest",
        ),
        Column("due", _("Pay by"), lambda row: row.wait.due_on if row.wait else None, usual=False),
        _money("debt", _("Debt"), lambda row: row.balance.debt or None),
        Column(
            "advance",
            _("Advances"),
            lambda row: row.balance.advance or None,
            Amount(sub=_held),
            head="num col-advances",
        ),
        _money("balance", _("Balance"), "balance.balance", css="fw-semibold", sort=_BY_BALANCE),
    ),
    actions=Drawn(template="billing/cells/balance_pay.html"),
    filters=(
        found_with_merged(),
        choice(
            "side",
            _("Balance"),
            [(OWES, _("The customer owes")), (ADVANCE, _("We hold an advance")), (EVEN, _("Even"))],
            lambda rows, side, viewer: rows.filter(on_side(entries_of_each(), side)),
        ),
    ),
    empty=Empty(
        title=_("Nothing has been charged or paid yet"),
        text=_(
            "A customer is charged when an order is realized. Payments are recorded on the page of the order or of the "
            "customer."
        ),
        icon="cash-stack",
        none_like_this=_("No balance is like this. Clear a filter."),
    ),
    templates={"above": "billing/_tabs.html", "foot": "billing/cells/balances_foot.html"},
    frame=lambda asked: {"here": "balances"},
    totals=_totals,
)
