"""Model fields for amounts, quantities and percents: whole numbers in the database, ``Decimal`` in Python; and for
whole numbers, days and times, which Django keeps as its own and whose forms read them our way.

SQLite sums decimals as floats and the two databases round ties differently, so nothing fractional is ever stored.
"""

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.currencyfield import CurrencyFormField
from common.day_bounds import USUAL, DayBounds
from common.dayfields import DayField as DayFormField
from common.formfields import (
    MillimetreFormField,
    MoneyFormField,
    PercentFormField,
    QuantityFormField,
    ScaledFormField,
    WholeFormField,
)
from common.timefields import TimeField as TimeFormField


class ScaledField(models.Field):
    """A decimal with a fixed number of places, stored as an integer of its smallest unit."""

    scale = 0
    limit = Decimal(10) ** 10
    form_class: type[ScaledFormField] = ScaledFormField
    empty_strings_allowed = False  # what was not said is None, not ""
    default_error_messages = {"invalid": _("“%(value)s” is not a number.")}

    def get_internal_type(self):
        return "BigIntegerField"

    def db_check(self, connection):
        column, most = connection.ops.quote_name(self.column), self._to_units(self.limit)
        return f"{column} BETWEEN {-most} AND {most}"

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.of_units(int(value))

    @classmethod
    def of_units(cls, units: int) -> Decimal:
        """What so many of the smallest unit are."""
        return Decimal(units).scaleb(-cls.scale)

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self._to_units(Decimal(value))

    def _to_units(self, value: Decimal) -> int:
        scaled = value.scaleb(self.scale)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.scale} places; round it before storing")
        return int(scaled)

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs):
        within = {"min_value": -self.limit, "max_value": self.limit}
        return super().formfield(**{"form_class": self.form_class, "places": self.scale, **within, **kwargs})


class MoneyField(ScaledField):
    """An amount in thousandths of the currency's unit, so that a currency of three places fits; within ± 10^10 units.

    How many places the amounts of a currency have is known to ``common.currencies``; one who types finds that in
    the form. Read back with two places, and with three where the third says something.
    """

    scale = 3
    form_class = MoneyFormField

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.of_units(int(value))

    @staticmethod
    @lru_cache(4000)
    def of_units(units: int) -> Decimal:
        """What so many thousandths are. Kept: the same amounts come again and again."""
        hundredths, thousandth = divmod(units, 10)
        return Decimal(units).scaleb(-3) if thousandth else Decimal(hundredths).scaleb(-2)

    def formfield(self, **kwargs):
        return super().formfield(**{"places": 2, **kwargs})


class QuantityField(ScaledField):
    """A quantity in thousandths of its unit."""

    scale = 3
    limit = Decimal(10) ** 9
    form_class = QuantityFormField


class PercentField(ScaledField):
    """A percentage in hundredths of a percent."""

    scale = 2
    limit = Decimal(1000)
    form_class = PercentFormField


class MillimetreField(ScaledField):
    """A length in tenths of a millimetre."""

    scale = 1
    limit = Decimal(10) ** 4
    form_class = MillimetreFormField


class _KeptByDjango:
    """A field that migrations and the database know as its Django parent."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        parent = next(kind for kind in type(self).__mro__ if kind.__module__.startswith("django."))
        return name, f"django.db.models.{parent.__name__}", args, kwargs


class WholeField(_KeptByDjango, models.PositiveSmallIntegerField):
    """A small whole number that a person types."""

    def formfield(self, **kwargs):
        within = {"min_value": 0, "max_value": 32767}
        return models.Field.formfield(self, **{"form_class": WholeFormField, **within, **kwargs})


class DayField(_KeptByDjango, models.DateField):
    """A day that a person types; ``bounds`` hold for what is typed, not for what stands in the database already."""

    def __init__(self, *args, bounds: DayBounds = USUAL, **kwargs):
        self.bounds = bounds
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": DayFormField, "bounds": self.bounds, **kwargs})


class TimeField(_KeptByDjango, models.TimeField):
    """A time of the day that a person types, to the minute."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": TimeFormField, **kwargs})


class CurrencyField(models.CharField):
    """An ISO 4217 code in capitals."""

    default_validators = [RegexValidator(r"^[A-Z]{3}\Z", _("Enter three capital letters, for example EUR."))]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 3
        super().__init__(*args, **kwargs)

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        return f"length({column}) = 3 AND upper({column}) = {column}"

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CurrencyFormField, **kwargs})
