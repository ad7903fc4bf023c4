"""Bank statements for tests: as files of the three kinds, and parked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from django.db import transaction

from billing.bank.statement import Statement, StatementLine, sound
from billing.ledger import bank
from billing.models import BankImport
from tests.factories.billing import make_event

IBAN = "DE89370400440532013000"
PAYER = "GB29NWBK60161331926819"
DAY = date(2026, 11, 3)


@dataclass(frozen=True)
class Came:
    """A line as a test says it; below zero money went."""

    amount: str
    purpose: str = ""
    name: str = "North Clinic"
    iban: str = PAYER
    day: date = DAY
    reference: str = ""


def statement(*came: Came, account=IBAN, currency="EUR", opening: str | None = "1000.00") -> Statement:
    lines = tuple(
        StatementLine(one.day, Decimal(one.amount), one.name, one.iban, one.purpose, one.reference)
        for one in came
    )
    start = Decimal(opening) if opening is not None else None
    end = None if start is None else start + sum((line.amount for line in lines), Decimal(0))
    return Statement("camt.053", account, currency, lines, start, end)


@transaction.atomic
def make_import(*came: Came, file_name="statement.xml", event=None, **how) -> BankImport:
    """A statement that was taken in; nothing of it is taken over."""
    event = event or make_event("import_statement")
    return bank.park(sound(statement(*came, **how)), file_name=file_name, sha256="0" * 64, event=event)


def camt(*came: Came, account=IBAN, currency="EUR", opening="1000.00", closing=None, version="08") -> bytes:
    """The file as a bank writes it."""
    end = closing or str(Decimal(opening) + sum((Decimal(one.amount) for one in came), Decimal(0)))
    entries = "".join(_entry(one, currency) for one in came)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr/><Stmt>'
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        f"{_balance('OPBD', opening, currency)}{_balance('CLBD', end, currency)}{entries}"
        f"</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def swift(*came: Came, account="37040044/0532013000", currency="EUR", opening="1000.00") -> bytes:
    """MT940 as German banks write it."""
    end = Decimal(opening) + sum((Decimal(one.amount) for one in came), Decimal(0))
    lines = [":20:STARTUMSE", f":25:{account}", ":28C:00001/001", f":60F:C261101{currency}{_comma(opening)}"]
    for one in came:
        side = "C" if Decimal(one.amount) > 0 else "D"
        amount = _comma(one.amount.lstrip("-"))
        lines.append(f":61:{one.day:%y%m%d}{one.day:%m%d}{side}R{amount}NTRFNONREF")
        reference = f"?20EREF+{one.reference}" if one.reference else ""
        lines.append(f":86:166?00GUTSCHRIFT{reference}?21SVWZ+{one.purpose}?31{one.iban}?32{one.name}")
    lines += [f":62F:{'C' if end >= 0 else 'D'}261130{currency}{_comma(str(abs(end)))}", "-"]
    return "\r\n".join(lines).encode("latin-1")


HEAD = "Buchungstag;Betrag;Name;IBAN;Verwendungszweck;Kundenreferenz"


def sheet(*came: Came, head: Sequence[str] = (HEAD,), encoding="utf-8") -> bytes:
    """CSV as German banks write it."""
    rows = [
        f'{one.day:%d.%m.%Y};{_comma(one.amount)};"{one.name}";{one.iban};"{one.purpose}";{one.reference}'
        for one in came
    ]
    return "\r\n".join([*head, *rows]).encode(encoding)


def _comma(amount: str) -> str:
    return amount.replace(".", ",")


def _balance(code: str, amount: str, currency: str) -> str:
    side, plain = ("DBIT", amount[1:]) if amount.startswith("-") else ("CRDT", amount)
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{plain}</Amt><CdtDbtInd>{side}</CdtDbtInd></Bal>'
    )


def _entry(one: Came, currency: str) -> str:
    side, plain, party = (
        ("DBIT", one.amount[1:], "Cdtr") if one.amount.startswith("-") else ("CRDT", one.amount, "Dbtr")
    )
    return (
        f'<Ntry><Amt Ccy="{currency}">{plain}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{one.day}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{escape(one.reference) or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties><{party}><Pty><Nm>{escape(one.name)}</Nm></Pty></{party}>"
        f"<{party}Acct><Id><IBAN>{one.iban}</IBAN></Id></{party}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
