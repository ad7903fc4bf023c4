"""Bank statements that were taken in, and the lines of one, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.bank_lines import ASIDE, KNOWN, OPEN, OUT, STATES, TAKEN, counts_of, waiting_of
from billing.models import BankAside, BankImport, BankLine, BankTaking
from common.days import day, day_and_year
from common.lists import Column, Empty, ListTable, Sort, Tab, Tabs, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.counting import Counts, count_capped
from common.lists.filters import period
from workflow.pages.bank.words import Shown, account_in_words, shown

LINES = "lines"
"""The parameter of the address that says which lines."""


@dataclass(frozen=True)
class ImportRow:
    """A statement with its lines counted: all of them, and those that wait."""

    brought: BankImport
    total: int
    waiting: int

    @property
    def account(self) -> str:
        return account_in_words(self.brought.account)

    @property
    def period(self) -> str:
        since, until = self.brought.since, self.brought.until
        return day(since) if since == until else f"{day(since)} – {day(until)}"

    @property
    def is_taken_back(self) -> bool:
        return hasattr(self.brought, "taken_back")


def _imports_shown(imports: Sequence[BankImport], asked: Asked) -> list[ImportRow]:
    counts = waiting_of(imports)
    return [ImportRow(one, *counts[one.pk]) for one in imports]


def _taken_back(row: ImportRow) -> Iterator[tuple[str, str]]:
    if row.is_taken_back:
        yield "", _now("taken back")


BANK_IMPORTS = ListTable(
    name="workflow:bank_list",
    title=_("Bank statements"),
    nouns=ngettext_lazy("%(n)s statement", "%(n)s statements", "n"),
    rows=lambda viewer: BankImport.objects.select_related("event__actor", "taken_back"),
    shown=_imports_shown,
    opens=lambda row: reverse("workflow:bank_import", args=[row.brought.pk]),
    row_class=lambda row: "reversed" if row.is_taken_back else "",
    usual_sort="-came",
    columns=(
        Column(
            "file",
            _("Statement"),
            "brought.file_name",
            Plain("stack-head clip", opens=True, tags=_taken_back, title=lambda row: row.brought.file_name),
            fixed=True,
        ),
        Column("period", _("Period"), cell=Plain("nowrap")),
        Column("account", _("Account"), cell=Plain("nowrap tabular")),
        Column(
            "came",
            _("Taken in"),
            "brought.event.at",
            Drawn(template="workflow/bank/cells/came.html"),
            sort=Sort(None, falling=True),
        ),
        Column("by", _("Taken in by"), "brought.event.actor.name", usual=False),
        Column("lines", _("Lines"), "total", Plain("num", write=str), head="num"),
        Column("waiting", _("Waiting"), "waiting", Plain("num", write=str), head="num"),
    ),
    filters=period("until"),
    empty=Empty(
        title=_("No statement has been taken in yet"),
        text=_("Download one from the bank's site, and bring it here."),
        icon="bank",
        none_like_this=_("No statement is like this. Clear a filter."),
    ),
    css="",
    templates={"page": "workflow/bank/list.html"},
    frame=lambda asked: {"here": "bank"},
)
"""The newest first."""


# --- the lines of one ---------------------------------------------------------------------------------------
def lines_shown(lines: Sequence[BankLine], asked: Asked, **told) -> list[Shown]:
    """``told`` is what is proposed and what was refused, where it was read before."""
    state = asked.tab
    proposals = told.get("proposals") or {}
    return shown(lines, proposals, told.get("refusals") or {}, _fates(lines, state))


def _fates(lines: Sequence[BankLine], state: str) -> dict[int, BankTaking | BankAside]:
    """What somebody decided about each line of the page."""
    ids = [line.pk for line in lines]
    if state == TAKEN:
        takings = BankTaking.objects.standing().filter(line__in=ids)
        return {one.line_id: one for one in takings.select_related("payment__customer", "event__actor")}
    if state == ASIDE:
        asides = BankAside.objects.filter(line__in=ids, lifted__isnull=True)
        return {one.line_id: one for one in asides.select_related("event__actor")}
    return {}


def _lines(viewer: Viewer, pk: int) -> QuerySet:
    return BankLine.objects.filter(bank_import=pk).with_fate().select_related("bank_import__taken_back")


def _tab(state: str, label: str) -> Tab:
    return Tab(state, label, lambda rows, viewer: rows.filter(STATES[state]))


def _counts(asked: Asked) -> Counts:
    """Of the tabs by one statement for all; of a list that is narrowed, of it alone."""
    if asked.said:
        return Counts(count_capped(asked.rows()))
    counted = counts_of(BankImport.objects.filter(pk=asked.args[0])).get(asked.args[0])
    by_tab = {state: getattr(counted, state) for state in STATES} if counted else {}
    return Counts(by_tab.get(asked.tab, 0), by_tab)


def _proposed(row: Shown) -> str:
    if row.state != OPEN:
        return ""
    parts = ", ".join(part.number for part in row.parts)
    told = " · ".join(filter(None, [row.customer.name if row.customer else "", parts, row.reasons]))
    return told or _now("nobody known")


def _became(row: Shown) -> str:
    if isinstance(row.fate, BankTaking):
        return f"{row.fate.payment.number} · {row.fate.payment.customer.name}"
    return row.fate.event.reason if row.fate else ""


BANK_LINES = ListTable(
    name="workflow:bank_import",
    title=_("Lines of a bank statement"),
    nouns=ngettext_lazy("%(n)s line", "%(n)s lines", "n"),
    rows=_lines,
    shown=lines_shown,
    tabs=Tabs(
        LINES,
        (
            _tab(OPEN, _("Waiting")),
            _tab(TAKEN, _("Taken over")),
            _tab(OUT, _("Money out")),
            _tab(ASIDE, _("Set aside")),
            _tab(KNOWN, _("Known already")),
        ),
        usual=lambda viewer: OPEN,
    ),
    counts=_counts,
    columns=(
        Column("day", _("Date"), "line.day", Plain("stack-head nowrap", write=day_and_year), fixed=True),
        Column("who", _("From whom, what for"), "line.name", Drawn(template="workflow/bank/cells/who.html")),
        Column("purpose", _("Purpose"), "line.purpose", usual=False),
        Column("reference", _("Reference"), "line.reference", usual=False),
        Column("iban", _("Account"), lambda row: account_in_words(row.line.iban), usual=False),
        Column(
            "amount", _("Amount"), "line.amount", Amount(currency="line.bank_import.currency"), head="num"
        ),
        Column(
            "pays",
            _("Would pay"),
            _proposed,
            Drawn(template="workflow/bank/cells/pays.html"),
            only_where_said=True,
        ),
        Column(
            "became",
            _("Became"),
            _became,
            Drawn(template="workflow/bank/cells/became.html"),
            only_where_said=True,
        ),
    ),
    actions=Drawn(template="workflow/bank/cells/doing.html"),
    empty=Empty(
        title=_("Nothing waits here."),
        text=_("Each line of this statement is dealt with."),
        icon="check2-circle",
    ),
    css="bank-lines",
    templates={"page": "workflow/bank/import.html"},
)
"""In the bank's sequence."""
