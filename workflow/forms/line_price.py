"""What a line of the order form says of its price: what it is, what made it, what the line costs as it is typed now."""

from dataclasses import replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.currencies import places_of
from common.money import LIMIT
from common.templatetags.labsite import figure
from lab.exchange import RateMissing
from orders.models import OrderLine
from orders.pricing import LinePrice, price_line
from orders.words import price_told
from workflow.drawing_up.line_currency import PriceTooLarge
from workflow.drawing_up.line_prices import Price


class SaysItsPrice:
    """Of the form of a line; ``choices`` knows what a service costs today, ``standing`` is the line that stands."""

    def refuse_missing_rate(self) -> None:
        """A price in another currency is converted; where that cannot be, one may still type the price."""
        service = self.cleaned_data["service"]
        if self.price_each is None and "unit_price" not in self.errors:
            try:
                self.choices.prices.of(service)
            except RateMissing as missing:
                sentence = _("“%(service)s” is priced in %(currency)s. %(missing)s")
                said = {"service": service.name, "currency": service.currency, "missing": missing}
                self.add_error("service", ValidationError(sentence, params=said))
            except PriceTooLarge as too_large:
                self.add_error("service", str(too_large))

    @property
    def price_each(self) -> Decimal | None:
        """The price that the line will have."""
        return self._typed if self._typed is not None else getattr(self.price_made, "unit_price", None)

    @property
    def price_made(self) -> OrderLine | Price | None:
        """The price that stands, as its line says what made it; else the one that would be taken: of the customer's
        price list, or of the catalogue. None where no service is chosen."""
        service = self.cleaned_data.get("service")
        if service is None:
            return None
        if self._service_stands and (not self.see_prices or self._typed == self.standing.unit_price):
            return self.standing
        try:
            return self.choices.prices.of(service)
        except (RateMissing, PriceTooLarge):
            return None

    @property
    def how_priced(self) -> str:
        """What makes the price, and what the catalogue says; "" where it is the catalogue's."""
        if not self.is_bound:
            return price_told(self.standing) if self.standing else ""
        if "unit_price" in self.errors or self.price_made is None:
            return ""
        return price_told(self.price_made, typed=self._typed)

    @property
    def _service_stands(self) -> bool:
        service = self.cleaned_data.get("service")
        return self.standing is not None and service is not None and self.standing.service_id == service.pk

    @property
    def _typed(self) -> Decimal | None:
        """The price that a person typed; not the one that came with the service that stood in this line before."""
        typed = self.cleaned_data.get("unit_price")
        replaced = self.standing is not None and not self._service_stands
        if replaced and typed == self.standing.unit_price and not self.cleaned_data.get("price_typed"):
            return None
        return typed

    @property
    def price(self) -> LinePrice | None:
        """What the line costs as it is typed now; None while it cannot be said."""
        quantity, unit_price = self.cleaned_data.get("quantity"), self.price_each
        if quantity is None or unit_price is None or "discount" in self.errors:
            return None
        discount, places = self.cleaned_data.get("discount") or Decimal(0), places_of(self.choices.currency)
        price = price_line(quantity, unit_price, discount, places)
        return replace(price, tax_percent=self._tax_percent) if price.gross < LIMIT else None

    @property
    def _tax_percent(self) -> Decimal:
        """That of the line as it stands, of another service the one that holds today."""
        return (
            self.standing.tax_percent
            if self._service_stands
            else self.cleaned_data["service"].tax_rate.percent
        )

    @property
    def amount_shown(self) -> str:
        """What the line costs, as it is written on the page; "" while it cannot be said."""
        if not self.is_bound:
            return figure(self.standing.amount, self.choices.currency) if self.standing else ""
        if not (self.is_valid() and self.cleaned_data and self.price):
            return ""
        return figure(self.price.amount, self.choices.currency)
