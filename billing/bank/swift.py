"""MT940: the statement of the SWIFT network, as a text of lines with numbered tags."""

import io
import logging
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import mt940
from django.utils.translation import gettext as _
from mt940.models import Balance, Transaction, Transactions
from mt940.tags import StatementGLS

from billing.bank.statement import (
    BrokenEntry,
    NotAStatement,
    Statement,
    StatementLine,
    joined,
    refuse_too_many,
)
from billing.bank.text import long, short
from common.account_numbers import compact

KIND = "MT940"
LONGEST_LINE = 2_000
"""Signs; the standard has 65."""
ENTRY = ":61:"
_NOTHING_SAID = {"NONREF", "NOTPROVIDED", "KREF+", ""}
_OPENING = ("final_opening_balance", "opening_balance", "intermediate_opening_balance")
_CLOSING = ("final_closing_balance", "closing_balance", "intermediate_closing_balance")

logging.getLogger("mt940").setLevel(
    logging.CRITICAL
)  # it writes what it cannot read, names and all, into the log


def looks_like_swift(text: str) -> bool:
    return any(line.startswith(":20:") for line in text[:5000].split("\n"))


def read_swift(text: str) -> Statement:
    """The statement of the file. Raises ``NotAStatement``."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            sentence = _("Line %(number)s is longer than any line of a bank.")
            raise NotAStatement(sentence % {"number": number})
    refuse_too_many(text.count(f"\n{ENTRY}"))
    reader = _CountingTag()
    lines = (line for line in text.split("\n") if line.strip() not in ("-", "-}"))
    try:
        # as a stream: a text that names a file would be taken for the file
        source = io.StringIO("\n".join(lines))
        blocks = mt940.parse_statements(source, tags={61: reader.tag}, options=mt940.Options.all())
    except BrokenEntry:
        raise
    except (RuntimeError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError):
        raise BrokenEntry(max(reader.count, 1), _("it, or what stands behind it, cannot be read.")) from None
    if sum(len(block) for block in blocks) != reader.count:
        raise NotAStatement(_("Some entries of this statement have no kind, and cannot be told apart."))
    return joined(list(_statements(blocks)))


class _CountingTag:
    """The library's reading of an entry, which knows how many it has read."""

    def __init__(self) -> None:
        self.count, self.tag = 0, StatementGLS()
        self._read = self.tag.parse
        self.tag.parse = self._counting

    def _counting(self, transactions: Transactions, value: str) -> dict[str, str | None]:
        self.count += 1
        try:
            return self._read(transactions, value)
        except RuntimeError:
            sentence = _("“%(text)s” cannot be read.")
            raise BrokenEntry(self.count, sentence % {"text": short(value)[:60]}) from None


def _statements(blocks: list[Transactions]) -> Iterator[Statement]:
    for block in blocks:
        opening, closing = _balance(block, _OPENING), _balance(block, _CLOSING)
        currency = block.currency
        if not currency:
            raise NotAStatement(_("This statement names no currency."))
        account = (block.data.get("account_identification") or "").strip()
        lines = tuple(_line(one) for one in block)
        yield Statement(KIND, account, currency, lines, opening, closing)


def _balance(block: Transactions, names: tuple[str, ...]) -> Decimal | None:
    for name in names:
        balance = block.data.get(name)
        if isinstance(balance, Balance) and balance.amount is not None:
            return balance.amount.amount
    return None


def _line(entry: Transaction) -> StatementLine:
    said = {name: text for name, text in entry.data.items() if text}
    day = said.get("entry_date") if isinstance(said.get("entry_date"), date) else said["date"]
    references = (
        said.get("end_to_end_reference"),
        said.get("customer_reference"),
        said.get("bank_reference"),
    )
    return StatementLine(
        day=date(day.year, day.month, day.day),
        amount=said["amount"].amount if "amount" in said else Decimal(0),
        name=short(said.get("applicant_name") or said.get("recipient_name")),
        iban=compact(said.get("applicant_iban") or said.get("gvc_applicant_iban") or "")[:34],
        purpose=long(
            said.get("purpose")
            or said.get("transaction_details")
            or said.get("extra_details")
            or said.get("posting_text")
        ),
        reference=short(next((one for one in references if one and one.strip() not in _NOTHING_SAID), "")),
    )
