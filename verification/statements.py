"""Invariants of statements: what customers owe by age is what the ledger says, and documents say by when to pay."""

from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from billing.models import ClosingDocument, ReceivableEntry
from billing.statements import ages
from common.money import ZERO
from customers.models import Counterparty, account
from verification.finding import Finding

DAYS_BACK = (0, 31, 92)
"""Besides today, two past days: what was closed then must read the same for ever."""


def ages_come_to_the_ledger() -> Finding:
    """76: on any day"""
    found = Finding()
    for back in DAYS_BACK:
        _look_at(timezone.localdate() - timedelta(days=back), found)
    return found


def documents_say_when_to_pay() -> Finding:
    """77: the day of the column is that of the paper, where the paper says one"""
    found = Finding()
    documents = ClosingDocument.objects.order_by().values_list("number", "kind", "due_on", "snapshot__due")
    for number, kind, due_on, said in documents.iterator():
        found.looked_at += 1
        if (due_on is None) != (kind == ClosingDocument.Kind.CORRECTION):
            found.wrong.append(f"document {number} ({kind}) is to be paid by {due_on}")
        elif said and said != str(due_on):
            found.wrong.append(f"document {number} is to be paid by {due_on}, its paper says {said}")
    return found


def _look_at(on: date, found: Finding) -> None:
    """Σ of the ages less the advances is the ledger of each customer in each currency."""
    entries = ReceivableEntry.objects.filter(day__lte=on).order_by().annotate(account=account())
    rows = entries.values_list("account", "currency").annotate(total=Sum("amount"))
    ledger = {(customer, currency): total for customer, currency, total in rows}
    stood = ages(Counterparty.objects.order_by().values("pk"), on)
    found.looked_at += len(ledger)
    for key in ledger.keys() | stood.keys():
        aged = stood[key].balance if key in stood else ZERO
        if aged != ledger.get(key, ZERO):
            found.wrong.append(
                f"customer {key[0]} owed {ledger.get(key, ZERO)} {key[1]} on {on}, by age {aged}"
            )
        elif key in stood and min(vars(stood[key]).values()) < 0:
            found.wrong.append(f"customer {key[0]} has an age below zero in {key[1]} on {on}")
