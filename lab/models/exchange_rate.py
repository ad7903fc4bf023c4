"""Exchange rates: what one unit of a currency is worth in another, from a day on until a newer one stands."""

from collections.abc import Iterable
from datetime import date
from decimal import Context

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.exchange import inverse
from common.fields import CurrencyField
from common.ledger import BookedQuerySet
from common.rate_fields import ExchangeRateField
from lab.models.event import CausedModel


class ExchangeRateQuerySet(BookedQuerySet):
    """Questions asked of the rates."""

    def within(self, first: date, last: date):
        """From one day to another, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def among(self, currencies: Iterable[str]):
        """Those between two of the currencies."""
        named = set(currencies)
        return self.filter(currency__in=named, base__in=named)

    def newest_first(self):
        """By day; of one day that which was entered last."""
        return self.order_by("-day", "-pk")


class ExchangeRate(CausedModel):
    """One ``currency`` = ``rate`` of ``base``. A correction is another row of the same day: the last one counts."""

    day = models.DateField(_("day"))
    currency = CurrencyField(_("currency"))
    base = CurrencyField(_("worth in"))
    rate = ExchangeRateField(_("rate"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__gt=0), name="an_exchange_rate_is_above_zero"),
            models.CheckConstraint(
                condition=~Q(currency=F("base")), name="an_exchange_rate_is_between_two_currencies"
            ),
        ]
        indexes = [models.Index(fields=["day", "currency", "base"], name="exchange_rate_by_day")]

    def __str__(self):
        return f"1 {self.currency} = {self.rate:f} {self.base}"

    @property
    def turned_round(self):
        """What one unit of the base is worth, to six digits: for reading."""
        return inverse(self.rate).normalize(Context(prec=6))

    @property
    def pair(self) -> frozenset[str]:
        """The two currencies, whichever way round they were entered."""
        return frozenset((self.currency, self.base))
