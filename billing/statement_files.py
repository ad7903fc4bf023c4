"""All customers' statements as one file: rehearsed against the ledger, then made by a worker."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from background.papers import hand_over
from billing.models import ReceivableEntry
from billing.statement_papers import age_rows, entry_rows, statement_papers
from billing.statements import Statement, ages, ledger_totals, statements
from common.background import background_work
from common.csv_files import csv_lines
from common.money import ZERO
from common.pdf import engine, letters_for
from common.refusals import Refused
from customers.models import Counterparty, account
from lab.models import LabSettings


class NotTheLedger(Refused):
    """The statements together do not come to what the ledger says."""

    def __init__(self) -> None:
        super().__init__(
            _("The statements do not come to the ledger. Nothing is made; tell the administrator.")
        )


@dataclass(frozen=True)
class Total:
    """One currency: what all statements come to, and what the ledger says."""

    currency: str
    debt: Decimal
    advance: Decimal
    ledger: Decimal

    @property
    def balance(self) -> Decimal:
        return self.debt - self.advance

    @property
    def is_right(self) -> bool:
        return self.balance == self.ledger


@dataclass(frozen=True)
class Rehearsal:
    """What the file would hold."""

    count: int
    totals: list[Total]

    @property
    def is_right(self) -> bool:
        return all(total.is_right for total in self.totals)


def rehearse(since: date, until: date) -> Rehearsal:
    """Count and totals, without drawing anything."""
    customers = Counterparty.objects.order_by()
    stood = ages(customers.values_list("pk", flat=True), until)
    moved = ReceivableEntry.objects.filter(day__gte=since, day__lte=until).order_by()
    told = set(moved.annotate(account=account()).values_list("account", "currency").distinct())
    told |= {key for key, one in stood.items() if one.debt or one.advance}
    ledger = ledger_totals(until)
    sums: dict[str, list[Decimal]] = {currency: [ZERO, ZERO] for currency in ledger}
    for (_customer, currency), one in stood.items():
        sums[currency][0] += one.debt
        sums[currency][1] += one.advance
    return Rehearsal(
        len(told), [Total(currency, *sums[currency], ledger[currency]) for currency in sorted(sums)]
    )


@background_work(gettext_lazy("Statements of account"), tries=3, priority=10)
def make_statements(context, paper_id: str, since: str, until: str, **_told) -> None:
    """A PDF for each customer and currency, and two tables over all of them, in one ZIP file."""
    period = date.fromisoformat(since), date.fromisoformat(until)
    if not rehearse(*period).is_right:
        raise NotTheLedger
    missing: set[str] = set()
    hand_over(paper_id, _zipped(list(_telling(*period)), missing), missing)


def _telling(since: date, until: date) -> Iterator[Statement]:
    told = statements(Counterparty.objects.order_by("name_key", "pk"), since, until)
    return (statement for statement in told if statement.says_something)


def _zipped(told: list[Statement], missing: set[str]) -> bytes:
    """The file; signs that have no letters are put into the set."""
    logo = LabSettings.load().logo
    logo = bytes(logo) if logo else None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ages.csv", "".join(csv_lines(age_rows(told))))
        file.writestr("entries.csv", "".join(csv_lines(entry_rows(told))))
        for serial, (statement, paper) in enumerate(zip(told, statement_papers(told), strict=True), start=1):
            html = render_to_string("print/statement.html", {"paper": paper, "has_logo": bool(logo)})
            missing.update(letters_for(html).missing)
            file.writestr(f"{serial:04}-{_plain(statement)}.pdf", engine.draw_html(html, logo=logo))
    return packed.getvalue()


def _plain(statement: Statement) -> str:
    """The customer's name as any computer takes it for the name of a file."""
    return f"{slugify(statement.customer.name, allow_unicode=True)[:60]}-{statement.currency}"
