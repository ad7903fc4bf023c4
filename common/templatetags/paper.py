"""How papers write what a snapshot holds: amounts and quantities are strings with a point, days are ISO dates."""

from datetime import date
from decimal import Decimal

import segno
from babel.dates import format_date
from django import template

from common.templatetags.labsite import _locale, money, percent, quantity

register = template.Library()


@register.filter
def paper_money(text: str) -> str:
    """An amount of a snapshot, grouped, with two places."""
    return money(Decimal(text)) if text not in (None, "") else "–"


@register.filter
def paper_quantity(text: str) -> str:
    return quantity(Decimal(text))


@register.filter
def paper_percent(text: str) -> str:
    return percent(Decimal(text))


@register.filter
def paper_date(text: str) -> str:
    """A day of a snapshot, written out."""
    return format_date(date.fromisoformat(text), format="d MMMM y", locale=_locale()) if text else "–"


@register.simple_tag
def qr_code(content: str) -> str:
    """The content as a QR code, as the address of a picture inside the page."""
    return segno.make(content, error="m", micro=False).svg_data_uri(border=0, scale=4)
