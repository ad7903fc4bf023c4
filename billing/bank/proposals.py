"""To whom money on a bank statement belongs, and which charges it pays: proposals with reasons, booked by nobody.

Pure: what is open and who is known is handed in. Lines are gone through in their order, and what one would pay is no
longer open for the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from billing.bank.numbers import Numbers, Signs
from common.folding import closed_up, fold

SURE, LIKELY, GUESS = "sure", "likely", "guess"
MOST_PARTS = 200

_FORMS = "gmbh mbh ag kg ohg gbr ug eg ev co cie ltd llc llp plc inc sa sas sarl srl spa bv nv oy ab as aps sro kft ooo"
_BESIDE = "und and et dr prof med dent vet herr frau mr mrs ms firma"
_NO_PART_OF_A_NAME = frozenset(f"{_FORMS} {_BESIDE}".split())


@dataclass(frozen=True)
class Open:
    """What is open of an order: of its charge, or what it awaits before it is charged."""

    order_id: int
    customer_id: int
    amount: Decimal
    order_number: str
    document_number: str = ""


@dataclass(frozen=True)
class Money:
    """A line of a statement by which money came."""

    key: int
    amount: Decimal
    name: str = ""
    iban: str = ""
    text: str = ""
    """Purpose and reference."""


@dataclass(frozen=True)
class Reason:
    """Why: ``code`` is put into words by the page, ``about`` is what it names."""

    code: str
    about: str = ""


@dataclass(frozen=True)
class Proposal:
    """Which parts of the money go to which orders; the rest would be the customer's advance."""

    customer_id: int | None = None
    parts: tuple[tuple[int, Decimal], ...] = ()
    rest: Decimal = Decimal(0)
    confidence: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Named:
    """An order or document on which nothing is charged and open: whose it is, and how that came."""

    number: str
    customer_id: int
    order_id: int | None = None
    """The order itself, where money can be held for its charge."""
    paid_by: str = ""
    """The payments by which it is paid already."""


@dataclass(frozen=True)
class Known:
    """What is known when proposals are made. ``charges`` stand oldest first."""

    charges: Sequence[Open]
    payers: Mapping[str, int] = field(default_factory=dict)
    """By IBAN, whose payments came from there."""
    names: Mapping[str, int] = field(default_factory=dict)
    """By name (``name_key``), the only customer called so."""
    numbers: Mapping[str, Named] = field(default_factory=dict)
    """By number of an order or a document without its dashes."""


def propose(lines: Iterable[Money], known: Known) -> dict[int, Proposal]:
    """A proposal for each line, by its key; one without a customer where nothing speaks for anybody."""
    book = _Book(known)
    return {line.key: book.propose(line) for line in lines}


def fill(amount: Decimal, charges: Iterable[Open]) -> tuple[tuple[int, Decimal], ...]:
    """The amount laid over the charges in their sequence, as far as it goes."""
    parts: list[tuple[int, Decimal]] = []
    for charge in charges:
        part = min(amount, charge.amount)
        if part <= 0 or len(parts) == MOST_PARTS:
            break
        parts.append((charge.order_id, part))
        amount -= part
    return tuple(parts)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A name without legal forms and titles, its words in one sequence; "" for one that says nothing."""
    words = fold(name.replace(".", " ")).replace("-", " ").replace("&", " ").split()
    return " ".join(sorted(word for word in words if word not in _NO_PART_OF_A_NAME))


class _Book:
    """What is still open, line by line."""

    def __init__(self, known: Known):
        self.known = known
        self.left = {charge.order_id: charge.amount for charge in known.charges}
        self.by_number: dict[str, list[Open]] = defaultdict(list)
        self.by_customer: dict[int, list[Open]] = defaultdict(list)
        for charge in known.charges:
            self.by_customer[charge.customer_id].append(charge)
            for number in {closed_up(charge.order_number), closed_up(charge.document_number)} - {""}:
                self.by_number[number].append(charge)
        self.by_amount: dict[Decimal, list[Open]] = defaultdict(list)
        for charge in known.charges:
            self.by_amount[charge.amount].append(charge)
        self.open_numbers, self.other_numbers = Numbers(self.by_number), Numbers(known.numbers)

    def propose(self, line: Money) -> Proposal:
        signs = Signs(line.text)
        numbers = self.open_numbers.standing_in(signs)
        others = [self.known.numbers[number] for number in self.other_numbers.standing_in(signs)]
        found = (
            self._by_number(line, numbers, others)
            or self._paid_above(line, numbers)
            or self._ahead(line, others)
            or self._paid(line, others)
            or self._by_payer(line)
            or self._by_known_number(line, others)
            or self._by_amount(line)
        )
        if found is None:
            return Proposal(rest=line.amount)
        for order_id, part in found.parts:
            if order_id in self.left:
                self.left[order_id] -= part
        return found

    def _by_number(self, line: Money, numbers: list[str], others: list[Named]) -> Proposal | None:
        named = self._charges_of(numbers)
        charges = self._open(named)
        if not charges or len({charge.customer_id for charge in charges}) > 1:
            return None
        customer = charges[0].customer_id
        reasons = [Reason("number", number) for number in self._as_written(charges, numbers)]
        total = sum((charge.amount for charge in charges), Decimal(0))
        sure = total == line.amount
        if not sure:
            reasons.append(Reason("more" if line.amount > total else "less"))
        if (payer := self._payer(line)) and payer[0] != customer:
            reasons.append(Reason("another_payer"))
            sure = False
        if paid := [*_paid_reasons(others), *self._above_reasons(named, numbers)]:
            reasons += paid
            sure = False
        return self._proposal(line, customer, charges, SURE if sure else LIKELY, reasons)

    def _by_payer(self, line: Money) -> Proposal | None:
        if (payer := self._payer(line)) is None:
            return None
        customer, reason = payer
        charges = self._open(self.by_customer[customer])
        exact = [charge for charge in charges if charge.amount == line.amount]
        if exact:
            confidence = SURE if reason.code == "iban" and len(exact) == 1 else LIKELY
            return self._proposal(line, customer, exact[:1], confidence, [reason, Reason("amount")])
        total = Decimal(0)
        for count, charge in enumerate(charges[:MOST_PARTS], start=1):
            total += charge.amount
            if total == line.amount:
                reasons = [reason, Reason("oldest", str(count))]
                return self._proposal(line, customer, charges[:count], LIKELY, reasons)
        return self._proposal(line, customer, charges, GUESS, [reason])

    def _paid_above(self, line: Money, numbers: list[str]) -> Proposal | None:
        """What is named is open, but a line above would pay it: nothing else is proposed in its place."""
        named = self._charges_of(numbers)
        if not named or self._open(named):
            return None
        return self._kept_free(line, named, self._above_reasons(named, numbers))

    def _ahead(self, line: Money, others: list[Named]) -> Proposal | None:
        """The order that is named is not charged yet: the money is held for it."""
        if len(others) != 1 or (order_id := others[0].order_id) is None:
            return None
        (named,) = others
        waiting = Open(order_id, named.customer_id, line.amount, named.number)
        reason = Reason("not_charged", named.number)
        return self._proposal(line, named.customer_id, [waiting], LIKELY, [reason])

    def _paid(self, line: Money, others: list[Named]) -> Proposal | None:
        """What is named is paid already: whoever paid twice is not given other charges unasked."""
        reasons = _paid_reasons(others)
        return self._kept_free(line, others, reasons) if reasons else None

    def _kept_free(self, line: Money, named: Sequence[Open | Named], reasons: Sequence[Reason]) -> Proposal:
        """The money stays with the one whom all numbers name; of several, a person says with whom."""
        if len({one.customer_id for one in named}) > 1:
            return Proposal(rest=line.amount, reasons=tuple(reasons))
        return self._proposal(line, named[0].customer_id, [], GUESS, reasons)

    def _by_known_number(self, line: Money, others: list[Named]) -> Proposal | None:
        if len(others) != 1:
            return None
        (named,) = others
        return self._proposal(line, named.customer_id, [], GUESS, [Reason("nothing_open", named.number)])

    def _by_amount(self, line: Money) -> Proposal | None:
        charges = [
            charge for charge in self._open(self.by_amount[line.amount]) if charge.amount == line.amount
        ]
        if len(charges) != 1:
            return None
        return self._proposal(line, charges[0].customer_id, charges, GUESS, [Reason("only_amount")])

    def _payer(self, line: Money) -> tuple[int, Reason] | None:
        if line.iban and line.iban in self.known.payers:
            return self.known.payers[line.iban], Reason("iban", line.iban)
        key = name_key(line.name)
        return (self.known.names[key], Reason("name", line.name)) if key and key in self.known.names else None

    def _charges_of(self, numbers: Iterable[str]) -> list[Open]:
        """The charges that these numbers name, each once."""
        named = {charge.order_id: charge for number in numbers for charge in self.by_number[number]}
        return list(named.values())

    def _above_reasons(self, named: Sequence[Open], numbers: Sequence[str]) -> list[Reason]:
        """Numbers of which a line above pays all that is open."""
        used_up = [charge for charge in named if self.left[charge.order_id] <= 0]
        return [Reason("paid_above", number) for number in self._as_written(used_up, numbers)]

    def _open(self, charges: Iterable[Open]) -> list[Open]:
        """Those of which something is left, with what is left."""
        return [
            Open(
                one.order_id, one.customer_id, self.left[one.order_id], one.order_number, one.document_number
            )
            for one in charges
            if self.left[one.order_id] > 0
        ]

    def _as_written(self, charges: Sequence[Open], numbers: Sequence[str]) -> list[str]:
        written = {
            closed_up(text): text for one in charges for text in (one.order_number, one.document_number)
        }
        return [written[number] for number in numbers if number in written]

    def _proposal(
        self, line: Money, customer: int, charges: Iterable[Open], confidence: str, reasons: Sequence[Reason]
    ) -> Proposal:
        parts = fill(line.amount, charges)
        rest = line.amount - sum((part for _order, part in parts), Decimal(0))
        return Proposal(customer, parts, rest, confidence, tuple(reasons))


def _paid_reasons(others: Iterable[Named]) -> list[Reason]:
    return [Reason("paid_already", f"{named.number} ({named.paid_by})") for named in others if named.paid_by]
