"""The bank of the demonstration: a statement that waits to be looked through, and a file of the next one to bring."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from billing.bank.statement import Statement, StatementLine
from billing.models import BankImport, ReceivableEntry
from billing.standing import OpenCharge, open_charges
from customers.models import Counterparty
from demo.laboratory import Laboratory
from lab.models import LabSettings
from orders.models import Order
from orders.states import Status
from workflow.money.import_statement import import_statement

FILE = "bank-statement.sta"
OPENING = Decimal("18250.40")
SHOWN = 9
"""How many customers pay something on the statement."""


@dataclass(frozen=True)
class Paid:
    """Money as the bank tells of it, so many days ago."""

    days: int
    amount: Decimal
    name: str
    purpose: str


def bring_a_statement(laboratory: Laboratory) -> BankImport:
    """The statement of the last days is taken in; nobody has taken over a line of it yet."""
    lines = tuple(_line(laboratory, paid) for paid in _of_last_days())
    closing = OPENING + sum((line.amount for line in lines), Decimal(0))
    settings = LabSettings.load()
    statement = Statement("camt.053", settings.iban, settings.currency, lines, OPENING, closing)
    cause = laboratory.by("marion", laboratory.clock.not_after_hours(laboratory.now))
    name = f"statement-{_day(laboratory, 0).isoformat()[:7]}.xml"
    return import_statement(statement, cause, file_name=name, sha256="0" * 64).bank_import


def write_the_next(laboratory: Laboratory, parked: BankImport, folder: Path) -> Path:
    """A file in MT940 for a visitor to bring: it begins with what is known already, and goes on."""
    known = list(parked.lines.order_by("-day", "-position")[:3])[::-1]
    opening = parked.closing - sum(line.amount for line in known)
    later = [_line(laboratory, paid) for paid in _of_today()]
    lines = [*known, *later]
    closing = opening + sum(line.amount for line in lines)
    text = [":20:STARTUMSE", f":25:{parked.account}", ":28C:00011/001"]
    text += [f":60F:C{_figures(_day(laboratory, 4))}{parked.currency}{_comma(opening)}"]
    for line in lines:
        side = "C" if line.amount > 0 else "D"
        text.append(
            f":61:{_figures(line.day)}{_figures(line.day)[2:]}{side}{_comma(abs(line.amount))}NTRFNONREF"
        )
        text.append(f":86:166?00TRANSFER?20{line.purpose}?31{line.iban}?32{line.name}")
    text += [f":62F:C{_figures(_day(laboratory, 0))}{parked.currency}{_comma(closing)}", "-", ""]
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / FILE
    place.write_text("\r\n".join(text), encoding="utf-8", newline="")
    return place


def _of_last_days() -> Iterator[Paid]:
    """Every kind of line that an accountant meets."""
    owing = _owing()
    for (charges, kind), days in zip(
        zip(owing, _KINDS, strict=False), (6, 6, 5, 5, 4, 4, 3, 2, 2), strict=False
    ):
        amount, purpose = kind(charges)
        yield Paid(days, amount, charges[0].order.customer.name.upper(), purpose)
    yield Paid(5, Decimal("-1890.00"), "Kiln Lane Property Ltd", "Rent of the workshop")
    yield Paid(3, Decimal("-212.60"), "Dental Depot North", "Invoice 88213 materials")
    yield Paid(2, Decimal("-9.90"), "", "Fee for the account")
    yield Paid(2, Decimal("64.00"), "R. Winter", "refund of a deposit")
    for _time in range(2):
        yield Paid(1, Decimal("35.00"), "Ostermere Museum", "Hire of the show case")


def _of_today() -> Iterator[Paid]:
    ahead = (
        Order.objects.filter(status__in=(Status.PRODUCTION, Status.REVIEW))
        .select_related("customer")
        .order_by("pk")
        .first()
    )
    if ahead:
        yield Paid(0, Decimal("150.00"), ahead.customer.name, f"paid ahead for {ahead.number}")
    for charges in list(_owing())[SHOWN : SHOWN + 3]:
        yield Paid(
            0, charges[0].open, charges[0].order.customer.name, f"Invoice {charges[0].document.number}"
        )
    yield Paid(0, Decimal("-48.20"), "Ostermere Waterworks", "October")


def _owing() -> list[list[OpenCharge]]:
    """What each customer has to pay, those with most charges first, so that every kind of line has its own."""
    currency = LabSettings.load().currency
    ids = ReceivableEntry.objects.filter(currency=currency).order_by().values("customer").distinct()
    found = [
        open_charges(customer, currency)
        for customer in Counterparty.objects.filter(pk__in=ids).order_by("pk")
    ]
    return sorted(filter(None, found), key=lambda charges: -len(charges))


def _oldest_two(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return sum((one.open for one in charges[:2]), Decimal(0)), "as agreed by telephone"


def _document(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return charges[0].open, f"Invoice {charges[0].document.number}"


def _order(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return charges[-1].open, f"order {charges[-1].order.number} thank you"


def _part(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return round(charges[0].open / 2, 0), f"first half of {charges[0].document.number}"


def _more(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return charges[0].open + 23, f"{charges[0].document.number} and a little ahead"


def _by_name(charges: list[OpenCharge]) -> tuple[Decimal, str]:
    return charges[0].open, "your last invoice"


_KINDS = (_oldest_two, _document, _part, _document, _more, _order, _by_name, _document, _document)


def _line(laboratory: Laboratory, paid: Paid) -> StatementLine:
    iban = _iban(paid.name) if paid.name else ""
    return StatementLine(_day(laboratory, paid.days), paid.amount, paid.name, iban, paid.purpose)


def _day(laboratory: Laboratory, days: int) -> date:
    return timezone.localdate(laboratory.now) - timedelta(days=days)


def _figures(day: date) -> str:
    """A day as MT940 writes it: 261124."""
    return day.isoformat()[2:].replace("-", "")


def _iban(name: str) -> str:
    """An invented account with sound check digits, of a bank code that no bank has."""
    account = sum(ord(sign) * (place + 7) for place, sign in enumerate(name)) % 10**9
    bban = f"99999999{account:010}"
    return f"DE{98 - int(f'{bban}131400') % 97:02}{bban}"


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
