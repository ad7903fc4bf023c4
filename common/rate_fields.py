"""Exchange rates as they are stored and as people type them."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common.exchange import LEAST, MOST, PLACES
from common.fields import ScaledField
from common.formfields import ScaledFormField
from common.typed_numbers import Thousands


class ExchangeRateFormField(ScaledFormField):
    """A rate above 0. Digits behind a single mark are decimals, also three of them: no rate is grouped."""

    thousands: Thousands = "are never meant"
    default_error_messages = {"positive": _("A rate is above 0.")}

    def __init__(self, *, places=PLACES, min_value=None, max_value=MOST, **kwargs):
        super().__init__(places=places, min_value=LEAST, max_value=max_value, **kwargs)

    def validate(self, value):
        if isinstance(value, Decimal) and value <= 0:
            raise self._refusal("positive")
        super().validate(value)


class ExchangeRateField(ScaledField):
    """What one unit of a currency is worth in another."""

    scale = PLACES
    limit = MOST
    form_class = ExchangeRateFormField

    def from_db_value(self, value, expression, connection):
        stored = super().from_db_value(value, expression, connection)
        return None if stored is None else stored.normalize() + 0
