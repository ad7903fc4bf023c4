"""What a line of the order form says of its pontics, where they have a price of their own: as what they are charged."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Service
from common.currencies import places_of
from common.money import LIMIT
from common.templatetags.labsite import money
from lab.exchange import RateMissing
from orders.models import OrderLine
from orders.pricing import LinePrice, price_line
from orders.teeth import pontics_of
from workflow.drawing_up.line_currency import PriceTooLarge
from workflow.drawing_up.writing_pontics import pontics_as


class SaysItsPontics:
    """Of the form of a line; ``choices`` knows the lines that stand, and those that charge their pontics."""

    @property
    def pontics_as(self) -> Service | None:
        """As which service pontics of the line are charged; None where they are units of it."""
        service = self.chosen("service")
        if service is None:
            return None
        stood, beside = (self.standing and self.choices.works.get(self.standing.pk)) or (), self._beside
        return self.choices.services_beside.get(pontics_as(service, self.standing, stood, beside))

    @property
    def pontics_price(self) -> LinePrice | None:
        """What the line of its pontics costs; None where there is none, or while it cannot be said."""
        service, count = self.pontics_as, len(pontics_of(self.works))
        if service is None or not count or self._price_of_pontic is None or "discount" in self.errors:
            return None
        discount, places = self.cleaned_data.get("discount") or Decimal(0), places_of(self.choices.currency)
        price = price_line(Decimal(count), self._price_of_pontic, discount, places)
        tax = self._beside.tax_percent if self._beside else service.tax_rate.percent
        return replace(price, tax_percent=tax) if price.gross < LIMIT else None

    @property
    def pontics_told(self) -> str:
        """“1 pontic is charged as P-1 Pontic, 80.00 EUR each.”; "" where the line has none to charge so."""
        service, works = self.pontics_as, self._works_shown
        count = len(pontics_of(works))
        if service is None or not count:
            return ""
        name, price = f"{service.code} {service.name}", self._price_of_pontic if self.see_prices else None
        if price is not None:
            name = _("%(service)s, %(price)s each") % {
                "service": name,
                "price": money(price, self.choices.currency),
            }
        said = ngettext(
            "%(n)s pontic is charged as %(name)s.", "%(n)s pontics are charged as %(name)s.", count
        )
        return said % {"n": count, "name": name}

    @property
    def _beside(self) -> OrderLine | None:
        return self.choices.lines_beside.get(self.standing.pk) if self.standing else None

    @property
    def _price_of_pontic(self) -> Decimal | None:
        """What stands, else what would be taken today."""
        service, beside = self.pontics_as, self._beside
        if beside is not None and beside.service_id == service.pk:
            return beside.unit_price
        try:
            return self.choices.prices.of(service).unit_price
        except (RateMissing, PriceTooLarge):
            return None

    def refuse_pontics(self) -> None:
        """Beside the service, what saving would refuse of the line of its pontics."""
        service = self.pontics_as
        if service is None or not pontics_of(self.works) or self._beside is not None:
            return
        if not service.is_active:
            sentence = _("Its pontics are charged as “%(service)s”, which is not on sale any more.")
            self.add_error("service", sentence % {"service": service.name})
        elif self.choices.bundles and (sentence := self.choices.bundles.why_not_sold(service)):
            self.add_error("service", sentence)
        elif self._price_of_pontic is None:
            sentence = _("The price of “%(service)s”, as which its pontics are charged, cannot be converted.")
            self.add_error("service", sentence % {"service": service.name})
