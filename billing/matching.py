"""The lines of a bank statement that wait, each with a proposal: what ``bank.proposals`` is told of the books."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from billing.bank.proposals import SURE, Known, Money, Named, Open, Proposal, fill, name_key, propose
from billing.models import BankImport, BankLine, BankTaking
from billing.standing import every_open_charge, open_charges
from common.folding import closed_up
from common.money import ZERO
from customers.models import Counterparty
from orders.models import Order
from orders.states import Status

IN_ONE_GO = 500
"""Values of one question to the database."""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{3,39}", re.ASCII)


def proposals_for(bank_import: BankImport) -> dict[int, Proposal]:
    """A proposal for each credit of the import that waits, by the id of the line; a fixed number of questions."""
    rows = bank_import.lines.waiting().filter(amount__gt=0).order_by("position")
    lines = [
        Money(row.pk, row.amount, row.name, row.iban, f"{row.purpose} {row.reference}")
        for row in rows.only("bank_import", "amount", "name", "iban", "purpose", "reference")
    ]
    return propose(lines, known_of(lines, bank_import.currency)) if lines else {}


def known_of(lines: Collection[Money], currency: str) -> Known:
    """What the books say to these lines."""
    charges = [
        Open(
            row["order_id"],
            row["customer_id"],
            row["open"],
            row["order__number"],
            row["document__number"],
        )
        for row in every_open_charge(currency)
    ]
    named = {closed_up(charge.order_number) for charge in charges}
    return Known(charges, _payers(lines), _names(), _numbers(lines, currency, named))


def proposal_for(line: BankLine, customer: Counterparty) -> Proposal:
    """The money of the line laid over what the customer has to pay, the oldest first."""
    charges = open_charges(customer, line.bank_import.currency)
    opened = [Open(one.order.pk, customer.pk, one.open, one.order.number) for one in charges]
    exact = [one for one in opened if one.amount == line.amount]
    parts = fill(line.amount, exact[:1] or opened)
    rest = line.amount - sum((part for _order, part in parts), ZERO)
    return Proposal(customer.pk, parts, rest)


def sure_ones(proposals: dict[int, Proposal]) -> dict[int, Proposal]:
    return {line: proposal for line, proposal in proposals.items() if proposal.confidence == SURE}


def fingerprint(proposals: dict[int, Proposal]) -> str:
    """By what a form that was shown knows whether the same would be taken over now."""
    said = [
        (line, one.customer_id, [(order, str(part)) for order, part in one.parts])
        for line, one in proposals.items()
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def _payers(lines: Iterable[Money]) -> dict[str, int]:
    """By IBAN, the one customer of whom payments came from there."""
    ibans = sorted({line.iban for line in lines if line.iban})
    found: dict[str, set[int]] = defaultdict(set)
    for at in range(0, len(ibans), IN_ONE_GO):
        takings = BankTaking.objects.standing().filter(line__iban__in=ibans[at : at + IN_ONE_GO])
        for iban, customer in takings.values_list("line__iban", "payment__customer_id").distinct():
            found[iban].add(customer)
    return {iban: customers.pop() for iban, customers in found.items() if len(customers) == 1}


def _names() -> dict[str, int]:
    """By folded name, the one customer who is called so or is paid for by somebody called so."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Counterparty.objects.active().order_by().values_list("pk", "name", "legal_name", "payer_name")
    for pk, *names in rows:
        for name in filter(None, names):
            found[name_key(name)].add(pk)
    return {key: customers.pop() for key, customers in found.items() if key and len(customers) == 1}


def _numbers(lines: Iterable[Money], currency: str, named: set[str]) -> dict[str, Named]:
    """Orders that are named though no charge of theirs is open: not charged yet, or paid already."""
    words = {word.strip(".-") for line in lines for word in _WORD.findall(line.text)}
    numbers = sorted(word for word in words if any(map(str.isdigit, word)) and closed_up(word) not in named)
    found: dict[str, Named] = {}
    for at in range(0, len(numbers), IN_ONE_GO):
        orders = Order.objects.filter(number__in=numbers[at : at + IN_ONE_GO])
        for pk, number, customer, status, money in orders.values_list(
            "pk", "number", "customer_id", "status", "currency"
        ):
            waits = status not in (Status.REALIZED, Status.CANCELLED) and money == currency
            found[closed_up(number)] = Named(number, customer, pk if waits else None)
    return found
