"""Money of other countries: rates that the accountant enters, and a customer in Switzerland who pays in francs."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from customers.models import Address, Contact, Counterparty
from customers.save_counterparty import save_counterparty
from demo import open_orders
from demo.case import Case
from demo.laboratory import Laboratory
from demo.lives import Life, ordinary
from lab.events import local_day
from lab.exchange_book import RateTold, import_exchange_rates, set_exchange_rate

ABROAD = "abroad"
"""Among the customers of the laboratory: those whom only the orders below name."""
PUBLISHED = (
    # working days ago, francs and dollars for one euro
    (88, "0.9378", "1.0812"),
    (74, "0.9391", "1.0847"),
    (60, "0.9354", "1.0905"),
    (47, "0.9342", "1.0938"),
    (33, "0.9367", "1.0874"),
    (20, "0.9329", "1.0921"),
    (9, "0.9312", "1.0956"),
    (1, "0.9318", "1.0969"),
)
SLIP, MEANT = "0.9239", "0.9329"
"""A day on which two figures were entered the wrong way round, and what was meant."""
ORDERS = ((31, ordinary, {"services": "C-102"}), (5, open_orders.in_production, {"services": "C-103"}))


def register_abroad(laboratory: Laboratory) -> None:
    clinic = Counterparty(
        name="Rheinhalde Dental Practice, Basel",
        legal_name="Rheinhalde Dental Practice AG",
        tax_id="XX-000.000.000",
        email="rheinhalde@example.org",
        phone="+41 61 000 00 00",
        currency="CHF",
    )
    saved = save_counterparty(
        clinic,
        laboratory.by("oscar", laboratory.opened),
        contacts=[Contact(name="Dr Ursina Caflisch", position="Dentist", email="caflisch@example.org")],
        addresses=[Address(label="Practice", text="12 Rheinhalde, 4058 Basel")],
        tags=["dental"],
    )
    laboratory.customers[ABROAD] = [saved]


def abroad(laboratory: Laboratory) -> Iterator[Life]:
    """The rates, and two orders in francs."""
    for back, francs, dollars in PUBLISHED:
        yield _published(laboratory, _moment(laboratory, back, 8.2), francs, dollars)
    (customer,) = laboratory.customers[ABROAD]
    for back, life, details in ORDERS:
        case = Case(laboratory, "dental", f"abroad {back}", _moment(laboratory, back, 9.4))
        yield life(case, customer=customer, **details)


def _published(laboratory: Laboratory, at: datetime, francs: str, dollars: str) -> Life:
    """As a bank publishes them: so much for one euro."""
    yield at
    day, cause = local_day(at), laboratory.by("marion", at)
    told = [
        RateTold(day, "EUR", code, Decimal(figure)) for code, figure in (("CHF", francs), ("USD", dollars))
    ]
    if francs != MEANT:
        import_exchange_rates(told, cause)
        return
    set_exchange_rate(RateTold(day, "EUR", "CHF", Decimal(SLIP)), cause)
    set_exchange_rate(told[1], cause)
    yield (later := laboratory.clock.later(at, 0.6))
    corrected = RateTold(day, "EUR", "CHF", Decimal(MEANT), "two figures were the wrong way round")
    set_exchange_rate(corrected, laboratory.by("marion", later))


def _moment(laboratory: Laboratory, back: int, hour: float) -> datetime:
    return laboratory.clock.on(laboratory.clock.days_before(laboratory.now.date(), back), hour)
