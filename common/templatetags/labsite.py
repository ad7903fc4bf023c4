"""How amounts, quantities and dates are written on pages."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, format_decimal, parse_pattern
from django import template
from django.utils.translation import get_language, to_locale

register = template.Library()


# Read once: a page writes a hundred amounts.
AMOUNT, QUANTITY, PERCENT = parse_pattern("#,##0.00"), parse_pattern("#,##0.###"), parse_pattern("#,##0.##")


def _locale() -> Locale:
    return _read_locale(to_locale(get_language() or "en"))


@lru_cache
def _read_locale(name: str) -> Locale:
    return Locale.parse(name)


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """An amount with two places, and its currency where given; a dash for none."""
    if amount is None or amount == "":
        return "–"
    if currency:
        return format_currency(
            amount, currency, locale=_locale(), currency_digits=False, format="#,##0.00 ¤¤"
        )
    return format_decimal(amount, format=AMOUNT, locale=_locale())


@register.filter
def quantity(amount: Decimal | None) -> str:
    """A quantity with as many places as it needs, at most three."""
    return "–" if amount is None else format_decimal(amount, format=QUANTITY, locale=_locale())


@register.filter
def percent(amount: Decimal | None) -> str:
    """A percentage with as many places as it needs, at most two."""
    return "–" if amount is None else format_decimal(amount, format=PERCENT, locale=_locale()) + " %"


@register.simple_tag(takes_context=True)
def draw_panel(context, panel) -> str:
    """A panel's own template with its context, within that of the page."""
    with context.push(**panel.context, panel=panel):
        return context.template.engine.get_template(panel.template).render(context)
