"""Statements of many lines as a bank writes them in camt.053, which name orders of the laboratory."""

from collections.abc import Iterator
from datetime import date, timedelta

from defusedxml.ElementTree import XMLParser
from django.utils import timezone

from lab.models import LabSettings
from orders.models import Order

_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def statements_of(lines: int) -> Iterator[bytes]:
    """One after the other, each of an earlier day, so that no line of it is known."""
    settings = LabSettings.load()
    numbers = list(Order.objects.order_by("-pk").values_list("number", flat=True)[:lines])
    day = timezone.localdate()
    while True:
        day -= timedelta(days=1)
        yield _statement(day, lines, numbers, settings)


class _Nothing:
    """What a parser tells is not listened to."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...
    def close(self) -> None: ...


def run_through(content: bytes) -> None:
    """The least that reading a statement costs: the parser that a stranger's XML needs, and nothing behind it."""
    parser = XMLParser(target=_Nothing(), forbid_dtd=True)
    parser.feed(content)
    parser.close()


def _statement(day: date, lines: int, numbers: list[str], settings: LabSettings) -> bytes:
    currency = settings.currency
    entries = "".join(_entry(day, place, numbers[place % len(numbers)], currency) for place in range(lines))
    balances = _balance("OPBD", "0.00", currency) + _balance(
        "CLBD", f"{sum(range(1, lines + 1))}.00", currency
    )
    account = f"<Acct><Id><Othr><Id>{settings.iban or 1}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>"
    statement = f"<Stmt>{account}{balances}{entries}</Stmt>"
    return f'<Document xmlns="{_SPACE}"><BkToCstmrStmt>{statement}</BkToCstmrStmt></Document>'.encode()


def _balance(code: str, amount: str, currency: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'
    )


def _entry(day: date, place: int, number: str, currency: str) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{place + 1}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E{place}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>Payer number {place}</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>Invoice for order {number}, with thanks</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
