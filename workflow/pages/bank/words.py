"""Proposals in words: why money is thought to be somebody's, and what would become of it."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy, ngettext

from billing.bank.proposals import GUESS, LIKELY, SURE, Proposal, Reason
from billing.bank_lines import state_of
from billing.models import BankAside, BankLine, BankTaking
from common.account_numbers import in_fours
from common.asked import id_in
from customers.models import Counterparty
from lab.once import new_token
from orders.models import Order

CONFIDENCE = {SURE: gettext_lazy("sure"), LIKELY: gettext_lazy("likely"), GUESS: gettext_lazy("a guess")}
_AMOUNT = re.compile(r"\d{1,13}(\.\d{1,6})?", re.ASCII)
_TAG = {SURE: "tag-good", LIKELY: "", GUESS: "tag-caution"}

_SENTENCES = {
    "number": gettext_lazy("the purpose names %(about)s"),
    "more": gettext_lazy("it is more than is open there"),
    "less": gettext_lazy("it is less than is open there"),
    "another_payer": gettext_lazy("it comes from somebody who else pays for another customer"),
    "iban": gettext_lazy("payments came from %(about)s before"),
    "name": gettext_lazy("the name is the customer's"),
    "amount": gettext_lazy("the amount is exactly what is open on one order"),
    "only_amount": gettext_lazy("nothing but the amount speaks for it: it is open on one order alone"),
    "paid_already": gettext_lazy("paid already: %(about)s"),
    "paid_above": gettext_lazy("the purpose names %(about)s, which a line above pays"),
    "nothing_open": gettext_lazy("the purpose names %(about)s, on which nothing is open"),
    "not_charged": gettext_lazy(
        "the purpose names %(about)s, which is not charged yet: the money is held for it"
    ),
}


@dataclass(frozen=True)
class PartShown:
    """What one order would get; ``order_id`` is what the form sends."""

    order_id: int
    number: str
    amount: Decimal


@dataclass(frozen=True)
class Shown:
    """A line of the page with what is proposed for it; ``customer`` is None where nothing is."""

    line: BankLine
    customer: Counterparty | None
    parts: list[PartShown]
    rest: Decimal
    confidence: str
    tag: str
    reasons: str
    refusal: str = ""
    fate: BankTaking | BankAside | None = None
    """What somebody decided: the payment made of it, or that it was set aside."""

    @property
    def state(self) -> str:
        """Which of the lists the line stands in; of a line of a statement that was taken back nothing is decided."""
        return state_of(self.line)

    @property
    def is_standing(self) -> bool:
        return not hasattr(self.line.bank_import, "taken_back")

    @property
    def token(self) -> str:
        """Of the form that takes up again what was set aside."""
        return new_token()

    @property
    def asked(self) -> str:
        """What the dialog is asked for, so that it shows what the page shows; nothing where nobody is proposed."""
        return as_asked(self.customer.pk, self.parts) if self.customer else ""


def shown(
    lines: Iterable[BankLine],
    proposals: dict[int, Proposal],
    refusals: dict[str, str],
    fates: dict[int, BankTaking | BankAside],
) -> list[Shown]:
    """The lines as the page needs them; two questions to the database however many there are."""
    lines = list(lines)
    asked = [proposals[line.pk] for line in lines if line.pk in proposals]
    customers = Counterparty.objects.in_bulk({one.customer_id for one in asked if one.customer_id})
    numbers = _numbers({order for one in asked for order, _part in one.parts})
    return [
        Shown(
            line=line,
            refusal=refusals.get(str(line.pk), ""),
            fate=fates.get(line.pk),
            **_told(proposals.get(line.pk, Proposal()), customers, numbers),
        )
        for line in lines
    ]


def account_in_words(account: str) -> str:
    """An IBAN in groups; what is none as it stands."""
    return in_fours(account) if account else ""


MOST_ASKED = 40
"""Parts that an address has room for; of more the dialog proposes by itself."""


def as_asked(customer: int, parts: Sequence[PartShown]) -> str:
    """A proposal as the end of an address."""
    if len(parts) > MOST_ASKED:
        return ""
    pays = [("pays", f"{part.order_id}:{part.amount}") for part in parts]
    return f"?{urlencode([('customer', customer), *(pays or [('pays', '')])])}"


def read_asked(asked: QueryDict) -> list[tuple[int, Decimal]] | None:
    """The parts that an address names; None where it names none, or what is no part."""
    parts = []
    for said in asked.getlist("pays")[:MOST_ASKED]:
        order, _colon, amount = said.partition(":")
        if said and (id_in(order) is None or not _AMOUNT.fullmatch(amount)):
            return None
        if said:
            parts.append((int(order), Decimal(amount)))
    return parts if "pays" in asked else None


def because(reasons: Iterable[Reason]) -> str:
    """The reasons as one line."""
    return "; ".join(_in_words(reason) for reason in reasons)


def _numbers(orders: Collection[int]) -> dict[int, str]:
    return dict(Order.objects.filter(pk__in=orders).order_by().values_list("pk", "number"))


def _told(proposal: Proposal, customers: dict[int, Counterparty], numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "customer": customers.get(proposal.customer_id or 0),
        "parts": [PartShown(order, numbers[order], part) for order, part in proposal.parts],
        "rest": proposal.rest,
        "confidence": str(CONFIDENCE.get(proposal.confidence, "")),
        "tag": _TAG.get(proposal.confidence, ""),
        "reasons": because(proposal.reasons),
    }


def _in_words(reason: Reason) -> str:
    if reason.code == "oldest":
        count = int(reason.about)
        sentence = ngettext(
            "the amount is exactly the oldest open order",
            "the amount is exactly the %(count)s oldest open orders together",
            count,
        )
        return sentence % {"count": count}
    about = in_fours(reason.about) if reason.code == "iban" else reason.about
    return str(_SENTENCES[reason.code]) % {"about": about}
