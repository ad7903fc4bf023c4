"""Exchange rates for tests."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from lab.models import ExchangeRate
from tests.factories.bare_orders import make_event


def make_exchange_rate(currency="CHF", rate="1.0672", *, base="EUR", day: date | None = None) -> ExchangeRate:
    """One unit of the currency is worth that much of the base: today, unless a day is given."""
    return ExchangeRate.objects.create(
        currency=currency, base=base, rate=Decimal(rate), day=day or timezone.localdate(), event=make_event()
    )
