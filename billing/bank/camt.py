"""camt.053 (ISO 20022): XML in any of its versions. Entities, definitions and addresses in it are refused unread."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # nosec B405 - no parser; defusedxml reads

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from django.utils.translation import gettext as _

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

KIND = "camt.053"
PIECE = 1 << 14
"""Bytes that are read before the entries in them are taken."""
_NOT_BOOKED = {"PDNG", "INFO", "FUTR"}
_AMOUNT = re.compile(r"[+-]?[0-9]{1,13}(?:\.[0-9]{1,5})?")
"""As the norm writes amounts: 18 digits at the most, five of them behind the point."""
_NOTHING_SAID = {"NOTPROVIDED", "NONREF"}


def read_camt(content: bytes) -> Statement:
    """The statement of the file. Raises ``NotAStatement``."""
    found = list(_statements(content))
    if not found:
        raise NotAStatement(_("This XML is no statement in camt.053."))
    return joined(found)


def _statements(content: bytes) -> Iterator[Statement]:
    lines: list[StatementLine] = []
    currencies: set[str] = set()
    broken: list[BrokenEntry] = []
    number = 0
    for said in _whole_ones(content):
        if said.tag == "Ntry":
            number += 1
            refuse_too_many(number)
            currencies |= {amount.get("Ccy", "") for amount in said.findall("Amt")}
            try:
                lines += _lines(said, number)
            except BrokenEntry as wrong:  # worse may follow: the file breaks off, or is too long
                broken.append(wrong)
            continue
        opening, closing = _balance(said, "OPBD", "PRCD"), _balance(said, "CLBD")
        if broken:
            raise broken[0]
        iban = _text(said, "Acct/Id/IBAN") or _text(said, "Acct/Id/Othr/Id")
        yield Statement(KIND, compact(iban), _currency(said, currencies), tuple(lines), opening, closing)
        lines, currencies = [], set()


def _whole_ones(content: bytes) -> Iterator[Element]:
    """Each entry of a statement as soon as it is whole, then the statement without its entries."""
    target = _Target()
    parser = XMLParser(target=target, forbid_dtd=True)
    try:
        for at in range(0, len(content), PIECE):
            parser.feed(content[at : at + PIECE])
            yield from target.taken()
        parser.close()
    except DefusedXmlException:
        raise NotAStatement(_("This XML defines entities or a document type, which no bank does.")) from None
    except (ParseError, ValueError, LookupError) as wrong:
        raise NotAStatement(_("This XML cannot be read: %(why)s.") % {"why": wrong}) from None


class _Target:
    """Puts elements together without their namespaces. An entry that is whole leaves the tree: many of them at once
    are a burden, above all for the collection of garbage."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._statement: Element | None = None
        self._whole: list[Element] = []
        self.data = self._builder.data

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = self._builder.start(tag.rpartition("}")[2], attributes)
        if element.tag == "Stmt":
            self._statement = element

    def end(self, tag: str) -> None:
        element = self._builder.end(tag)
        if element.tag == "Ntry" and self._statement is not None and element in self._statement[-1:]:
            self._statement.remove(element)
            self._whole.append(element)
        elif element.tag == "Stmt":
            self._statement = None
            self._whole.append(element)

    def close(self) -> Element:
        return self._builder.close()

    def taken(self) -> list[Element]:
        whole, self._whole = self._whole, []
        return whole


def _currency(said: Element, of_entries: set[str]) -> str:
    """Of the account, else of its balances and entries, which must all have the same."""
    stated = _text(said, "Acct/Ccy")
    of_balances = {amount.get("Ccy", "") for amount in said.findall("Bal/Amt")}
    currencies = of_entries | of_balances | ({stated} if stated else set())
    if len(currencies) != 1 or not (currency := currencies.pop()):
        raise NotAStatement(_("This statement has more than one currency, or none."))
    return currency


def _balance(said: Element, *codes: str) -> Decimal | None:
    for code in codes:
        for balance in said.findall("Bal"):
            if _text(balance, "Tp/CdOrPrtry/Cd") == code:
                return _signed(balance, 0)
    return None


def _lines(entry: Element, number: int) -> list[StatementLine]:
    """One line, or one for each transfer where the bank has put several into one entry."""
    if (_text(entry, "Sts") or _text(entry, "Sts/Cd")) in _NOT_BOOKED:
        return []
    amount, day = _signed(entry, number), _day(entry, number)
    details = entry.findall("NtryDtls/TxDtls")
    if len(details) > 1:
        parts = [_part(one, amount, number) for one in details]
        if None not in parts and sum(parts) == amount:
            return [_line(entry, one, day, part) for one, part in zip(details, parts, strict=True)]
    return [_line(entry, details[0] if details else entry, day, amount)]


def _line(entry: Element, details: Element, day: date, amount: Decimal) -> StatementLine:
    side = "Dbtr" if amount > 0 else "Cdtr"
    parties = details.find("RltdPties")
    name = _text(parties, f"{side}/Nm") or _text(parties, f"{side}/Pty/Nm")
    texts = [one.text or "" for one in details.findall("RmtInf/Ustrd")]
    structured = _text(details, "RmtInf/Strd/CdtrRefInf/Ref")
    end_to_end = _text(details, "Refs/EndToEndId")
    return StatementLine(
        day=day,
        amount=amount,
        name=short(name),
        iban=compact(_text(parties, f"{side}Acct/Id/IBAN"))[:34],
        purpose=long(" ".join(texts) or _text(details, "AddtlTxInf") or _text(entry, "AddtlNtryInf")),
        reference=short(structured or ("" if end_to_end in _NOTHING_SAID else end_to_end)),
    )


def _part(details: Element, whole: Decimal, number: int) -> Decimal | None:
    """What one of several transfers comes to, with the sign of the entry; None where the bank does not say it."""
    said = _text(details, "Amt") or _text(details, "AmtDtls/TxAmt/Amt")
    if not said:
        return None
    amount = _decimal(said, number)
    sign = _text(details, "CdtDbtInd")
    is_credit = sign == "CRDT" if sign else whole > 0
    return amount if is_credit else -amount


def _signed(element: Element, number: int) -> Decimal:
    """The amount of an entry or balance: ``CdtDbtInd`` says its side, also of a reversal."""
    amount, side = _decimal(_text(element, "Amt"), number), _text(element, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise BrokenEntry(number, _("it does not say whether money came or went."))
    return amount if side == "CRDT" else -amount


def _decimal(text: str, number: int) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise BrokenEntry(number, _("“%(text)s” is no amount.") % {"text": text[:40]})
    return Decimal(text)


def _day(entry: Element, number: int) -> date:
    """The day it was booked; the value date where no other is said."""
    for where in ("BookgDt", "ValDt"):
        if said := _text(entry, f"{where}/Dt") or _text(entry, f"{where}/DtTm"):
            try:
                return date.fromisoformat(said[:10])
            except ValueError:
                raise BrokenEntry(number, _("“%(text)s” is no day.") % {"text": said[:40]}) from None
    raise BrokenEntry(number, _("it has no day."))


def _text(element: Element | None, path: str) -> str:
    return "" if element is None else (element.findtext(path) or "").strip()
