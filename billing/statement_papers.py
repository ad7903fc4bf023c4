"""What a statement of account says, as a paper and as rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.ageing import Ages
from billing.models import ReceivableEntry
from billing.snapshots import _lab
from billing.statements import Statement
from common import days
from common.csv_files import Cell
from customers.models import Counterparty
from orders.models import Order

Paper = dict[str, Any]


def entry_in_words(entry: ReceivableEntry) -> str:
    """What kind of entry it is."""
    return str(entry.says)


def paper_number(entry: ReceivableEntry) -> str:
    """The number of the document, payment or refund behind the entry."""
    source = entry.document or entry.payment or entry.refund
    return source.number if source else ""


def statement_papers(statements: Sequence[Statement]) -> Iterator[Paper]:
    """The papers of statements, in three queries for all; amounts are strings with a point, days are ISO dates."""
    lab, numbers = _lab(), order_numbers(*statements)
    prefetch_related_objects([statement.customer for statement in statements], "addresses")
    return (_paper(statement, lab, numbers) for statement in statements)


def _paper(statement: Statement, lab: Paper, numbers: dict[int, str]) -> Paper:
    return {
        "kind": "statement",
        "purpose": _("Statement of account of %(day)s, %(customer)s")
        % {"day": days.day_in_full(statement.until), "customer": statement.customer.name},
        "lab": lab,
        "customer": _customer(statement.customer),
        "currency": statement.currency,
        "since": statement.since.isoformat(),
        "until": statement.until.isoformat(),
        "opening": str(statement.opening),
        "closing": str(statement.closing),
        "lines": [
            {
                "date": line.entry.day.isoformat(),
                "entry": entry_in_words(line.entry),
                "number": paper_number(line.entry),
                "order": line.entry.order.number if line.entry.order_id else "",
                "amount": str(line.entry.amount),
                "balance": str(line.balance),
            }
            for line in statement.lines
        ],
        "open": [
            {
                "order": numbers[item.charge.order],
                "charged_on": item.charge.day.isoformat(),
                "due": item.charge.due_on.isoformat(),
                "late": max(0, (statement.until - item.charge.due_on).days),
                "charged": str(item.charge.amount),
                "open": str(item.open),
            }
            for item in statement.open
        ],
        "ages": {name: str(getattr(statement.ages, name)) for name in AGES_SAID},
        "overdue": str(statement.ages.overdue),
        "total": str(statement.closing),
    }


def _customer(customer: Counterparty) -> Paper:
    address = next(iter(customer.addresses.all()), None)
    told = {name: getattr(customer, name) for name in ("name", "legal_name", "tax_id")}
    return told | {"address": address.text if address else ""}


def order_numbers(*statements: Statement) -> dict[int, str]:
    """Numbers of the orders of which something is open; one query."""
    ids = {item.charge.order for statement in statements for item in statement.open}
    return dict(Order.objects.filter(pk__in=ids).order_by().values_list("pk", "number"))


AGES_SAID = {
    "not_due": gettext_lazy("Not due"),
    "to_30": gettext_lazy("1–30 days"),
    "to_60": gettext_lazy("31–60 days"),
    "to_90": gettext_lazy("61–90 days"),
    "over_90": gettext_lazy("Over 90 days"),
    "advance": gettext_lazy("Advances"),
}
"""The columns of an ageing, by name."""


def ages_in_words() -> dict[str, str]:
    """The same in the language of whoever reads."""
    return {name: str(label) for name, label in AGES_SAID.items()}


def entry_rows(statements: Iterable[Statement]) -> Iterator[list[Cell]]:
    """Every entry of the statements with the balance after it, between opening and closing balances."""
    yield [
        *(_("Customer"), _("Currency"), _("Date"), _("Entry"), _("Number"), _("Order")),
        *(_("Amount"), _("Balance")),
    ]
    for statement in statements:
        who = [statement.customer.name, statement.currency]
        yield [*who, statement.since, _("Opening balance"), "", "", None, statement.opening]
        for line in statement.lines:
            entry = line.entry
            order = entry.order.number if entry.order_id else ""
            what = [entry.day, entry_in_words(entry), paper_number(entry), order]
            yield [*who, *what, entry.amount, line.balance]
        yield [*who, statement.until, _("Closing balance"), "", "", None, statement.closing]


def age_rows(statements: Iterable[Statement], *, of_one_day: bool = False) -> Iterator[list[Cell]]:
    """One row for each statement: its balances, and the closing one by age. Of one day there is one balance."""
    balances = [_("Balance")] if of_one_day else [_("Opening balance"), _("Closing balance")]
    yield [_("Customer"), _("Currency"), *balances, *ages_in_words().values()]
    for statement in statements:
        stood = [statement.closing] if of_one_day else [statement.opening, statement.closing]
        yield [statement.customer.name, statement.currency, *stood, *_amounts(statement.ages)]


def _amounts(ages: Ages) -> list[Cell]:
    return [getattr(ages, name) for name in AGES_SAID]
