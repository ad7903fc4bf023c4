"""camt.053 (ISO 20022): XML in any of its versions. Entities, definitions and addresses in it are refused unread."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError  # nosec B405 - the names alone; defusedxml reads

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
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
_NOT_BOOKED = {"PDNG", "INFO", "FUTR"}
_AMOUNT = re.compile(r"[+-]?[0-9]{1,13}(?:\.[0-9]{1,5})?")
"""As the norm writes amounts: 18 digits at the most, five of them behind the point."""
_NOTHING_SAID = {"NOTPROVIDED", "NONREF"}


def read_camt(content: bytes) -> Statement:
    """The statement of the file. Raises ``NotAStatement``."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise NotAStatement(_("This XML defines entities or a document type, which no bank does.")) from None
    except (ParseError, ValueError, LookupError) as wrong:
        raise NotAStatement(_("This XML cannot be read: %(why)s.") % {"why": wrong}) from None
    found = root.findall(".//{*}Stmt")
    if not found:
        raise NotAStatement(_("This XML is no statement in camt.053."))
    refuse_too_many(sum(1 for _entry in root.iter() if _entry.tag.endswith("}Ntry")))
    return joined(list(_statements(found)))


def _statements(found: list[Element]) -> Iterator[Statement]:
    number = 0
    for said in found:
        opening, closing = _balance(said, "OPBD", "PRCD"), _balance(said, "CLBD")
        lines: list[StatementLine] = []
        for entry in said.findall("{*}Ntry"):
            number += 1
            lines += _lines(entry, number)
        account = said.find("{*}Acct")
        iban = _text(account, "{*}Id/{*}IBAN") or _text(account, "{*}Id/{*}Othr/{*}Id")
        yield Statement(KIND, compact(iban), _currency(said), tuple(lines), opening, closing)


def _currency(said: Element) -> str:
    """Of the account, else of its balances and entries, which must all have the same."""
    stated = _text(said, "{*}Acct/{*}Ccy")
    amounts = [*said.findall("{*}Bal/{*}Amt"), *said.findall("{*}Ntry/{*}Amt")]
    currencies = {amount.get("Ccy", "") for amount in amounts} | ({stated} if stated else set())
    if len(currencies) != 1 or not (currency := currencies.pop()):
        raise NotAStatement(_("This statement has more than one currency, or none."))
    return currency


def _balance(said: Element, *codes: str) -> Decimal | None:
    for code in codes:
        for balance in said.findall("{*}Bal"):
            if _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") == code:
                return _signed(balance, 0)
    return None


def _lines(entry: Element, number: int) -> list[StatementLine]:
    """One line, or one for each transfer where the bank has put several into one entry."""
    if (_text(entry, "{*}Sts") or _text(entry, "{*}Sts/{*}Cd")) in _NOT_BOOKED:
        return []
    amount, day = _signed(entry, number), _day(entry, number)
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(details) > 1:
        parts = [_part(one, amount, number) for one in details]
        if None not in parts and sum(parts) == amount:
            return [_line(entry, one, day, part) for one, part in zip(details, parts, strict=True)]
    return [_line(entry, details[0] if details else entry, day, amount)]


def _line(entry: Element, details: Element, day: date, amount: Decimal) -> StatementLine:
    side = "Dbtr" if amount > 0 else "Cdtr"
    parties = details.find("{*}RltdPties")
    name = _text(parties, f"{{*}}{side}/{{*}}Nm") or _text(parties, f"{{*}}{side}/{{*}}Pty/{{*}}Nm")
    texts = [one.text or "" for one in details.findall("{*}RmtInf/{*}Ustrd")]
    structured = _text(details, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")
    end_to_end = _text(details, "{*}Refs/{*}EndToEndId")
    return StatementLine(
        day=day,
        amount=amount,
        name=short(name),
        iban=compact(_text(parties, f"{{*}}{side}Acct/{{*}}Id/{{*}}IBAN"))[:34],
        purpose=long(" ".join(texts) or _text(details, "{*}AddtlTxInf") or _text(entry, "{*}AddtlNtryInf")),
        reference=short(structured or ("" if end_to_end in _NOTHING_SAID else end_to_end)),
    )


def _part(details: Element, whole: Decimal, number: int) -> Decimal | None:
    """What one of several transfers comes to, with the sign of the entry; None where the bank does not say it."""
    said = _text(details, "{*}Amt") or _text(details, "{*}AmtDtls/{*}TxAmt/{*}Amt")
    if not said:
        return None
    amount = _decimal(said, number)
    sign = _text(details, "{*}CdtDbtInd")
    is_credit = sign == "CRDT" if sign else whole > 0
    return amount if is_credit else -amount


def _signed(element: Element, number: int) -> Decimal:
    """The amount of an entry or balance: ``CdtDbtInd`` says its side, also of a reversal."""
    amount, side = _decimal(_text(element, "{*}Amt"), number), _text(element, "{*}CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise BrokenEntry(number, _("it does not say whether money came or went."))
    return amount if side == "CRDT" else -amount


def _decimal(text: str, number: int) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise BrokenEntry(number, _("“%(text)s” is no amount.") % {"text": text[:40]})
    return Decimal(text)


def _day(entry: Element, number: int) -> date:
    """The day it was booked; the value date where no other is said."""
    for where in ("{*}BookgDt", "{*}ValDt"):
        if said := _text(entry, f"{where}/{{*}}Dt") or _text(entry, f"{where}/{{*}}DtTm"):
            try:
                return date.fromisoformat(said[:10])
            except ValueError:
                raise BrokenEntry(number, _("“%(text)s” is no day.") % {"text": said[:40]}) from None
    raise BrokenEntry(number, _("it has no day."))


def _text(element: Element | None, path: str) -> str:
    return "" if element is None else (element.findtext(path) or "").strip()
