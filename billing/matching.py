"""The lines of a bank statement that wait, each with a proposal: what ``bank.proposals`` is told of the books."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from billing.bank.proposals import SURE, Known, Money, Named, Open, Proposal, fill, name_key, propose
from billing.models import Allocation, BankImport, BankLine, BankTaking, ClosingDocumentOrder
from billing.standing import every_open_charge, open_charges
from common.folding import closed_up
from common.money import ZERO
from customers.models import Counterparty, account
from orders.models import Order
from orders.states import Status

IN_ONE_GO = 500
"""Values of one question to the database."""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{3,39}", re.ASCII)


def proposals_for(bank_import: BankImport) -> dict[int, Proposal]:
    """A proposal for each credit of the import that waits, by the id of the line; a fixed number of questions."""
    rows = bank_import.lines.waiting().filter(amount__gt=0).order_by("position")
    columns = rows.only("bank_import", "amount", "name", "iban", "purpose", "reference")
    lines = [_money(row) for row in columns]
    return propose(lines, known_of(lines, bank_import.currency)) if lines else {}


def proposal_alone(line: BankLine) -> Proposal:
    """A proposal for one line, as if no other line of its statement waited."""
    money = _money(line)
    return propose([money], known_of([money], line.bank_import.currency))[line.pk]


def _money(row: BankLine) -> Money:
    return Money(row.pk, row.amount, row.name, row.iban, f"{row.purpose} {row.reference}")


def known_of(lines: Collection[Money], currency: str) -> Known:
    """What the books say to these lines."""
    charges = [
        Open(
            row["order_id"],
            row["account"],
            row["open"],
            row["order__number"],
            row["document__number"],
        )
        for row in every_open_charge(currency)
    ]
    named = {
        closed_up(number) for charge in charges for number in (charge.order_number, charge.document_number)
    }
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
        of_whom = takings.annotate(account=account("payment__customer")).values_list("line__iban", "account")
        for iban, customer in of_whom.distinct():
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
    """Orders and documents that are named though nothing of theirs is open: not charged yet, or paid already."""
    written = {word.strip(".-") for line in lines for word in _WORD.findall(line.text)}
    words = written | {word.upper() for word in written}  # a mask may hold small letters
    numbers = sorted(word for word in words if any(map(str.isdigit, word)) and closed_up(word) not in named)
    rows = list(_named_in(numbers, currency))
    paid_by = _payments({order for _number, _customer, order, _waits in rows})
    found: dict[str, Named] = {}
    for number, customer, order, waits in rows:
        key = closed_up(number)
        before = found[key].paid_by.split(", ") if key in found else []
        payments = dict.fromkeys(filter(None, [*before, *paid_by.get(order, ())]))
        held_for = order if waits and order not in paid_by else None
        found[key] = Named(number, customer, held_for, ", ".join(payments))
    return found


def _named_in(numbers: list[str], currency: str) -> Iterator[tuple[str, int, int, bool]]:
    """Number, customer, order, and whether money can be held for it, of each order named by itself or by a document."""
    for at in range(0, len(numbers), IN_ONE_GO):
        asked = numbers[at : at + IN_ONE_GO]
        orders = Order.objects.filter(number__in=asked).order_by("pk")
        for pk, number, customer, status, money in orders.values_list(
            "pk", "number", "customer_id", "status", "currency"
        ):
            waits = status not in (Status.REALIZED, Status.CANCELLED) and money == currency
            yield number, customer, pk, waits
        documents = ClosingDocumentOrder.objects.filter(document__number__in=asked).order_by("pk")
        documents = documents.annotate(account=account("document__customer"))
        for number, customer, order in documents.values_list("document__number", "account", "order_id"):
            yield number, customer, order, False


def _payments(orders: Collection[int]) -> dict[int, list[str]]:
    """By order, the numbers of the payments that settle its charge, the oldest first."""
    found: dict[int, list[str]] = defaultdict(list)
    ids = sorted(orders)
    for at in range(0, len(ids), IN_ONE_GO):
        settled = Allocation.objects.filter(order__in=ids[at : at + IN_ONE_GO], is_advance=False)
        standing = settled.filter(reverses__isnull=True, reversed_by__isnull=True).order_by(
            "payment_id", "pk"
        )
        for order, number in standing.values_list("order_id", "payment__number"):
            if number not in found[order]:
                found[order].append(number)
    return found
