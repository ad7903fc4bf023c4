"""How papers write what a snapshot holds: amounts and quantities are strings with a point, days are ISO dates."""

import re
from datetime import date
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote

import segno
from babel.dates import format_date
from barcode.codex import Code128
from django import template

from common import account_numbers
from common.account_numbers import UNBROKEN
from common.payment_code import PaymentCode, payment_code
from common.templatetags.labsite import _locale, as_it_says, percent, quantity

register = template.Library()


IN_FOURS = re.compile(r"\b[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2,7}(?: (?=[A-Z]*\d)[A-Z0-9]{1,3})?\b")
IN_ONE = re.compile(r"\b[A-Z]{2}\d\d[A-Z0-9]{11,30}\b")
"""Numbers of bank accounts, as people type them; one in a piece has at least 15 signs, more than a tax number."""
_SAID_BEFORE = re.compile(rf"\bIBAN:? (?=[A-Z]{{2}}\d\d{UNBROKEN})")

QUIET = 10
"""Modules that stay blank beside bars."""


@register.filter
def paper_money(text: str) -> str:
    """An amount of a snapshot, grouped; it was written down with the places of its currency."""
    return as_it_says(text) if text not in (None, "") else "–"


@register.filter
def paper_quantity(text: str) -> str:
    return quantity(Decimal(text))


@register.filter
def paper_requisites(text: str) -> str:
    """What people typed about their bank, with every IBAN in fours that stay on one line, beside the word for it."""
    text = IN_ONE.sub(lambda found: " ".join(re.findall(".{1,4}", found[0])), text)
    text = IN_FOURS.sub(lambda found: found[0].replace(" ", UNBROKEN), text)
    return _SAID_BEFORE.sub(lambda found: found[0].replace(" ", UNBROKEN), text)


@register.filter
def paper_percent(text: str) -> str:
    return percent(Decimal(text))


@register.filter
def paper_date(text: str) -> str:
    """A day of a snapshot, written out."""
    return format_date(date.fromisoformat(text), format="d MMMM y", locale=_locale()) if text else "–"


@register.filter
def paper_short_date(text: str) -> str:
    """A day of a snapshot, short enough for a column."""
    return format_date(date.fromisoformat(text), format="d MMM y", locale=_locale()) if text else "–"


@register.filter
def lines_say(paper: dict, name: str) -> bool:
    """Whether any line of the paper says this: papers of before know less, and no column is to be empty."""
    blocks = paper.get("orders") or [paper]
    return any(line.get(name) for block in blocks for line in block["lines"])


@register.filter
def is_to_be_paid(paper: dict) -> bool:
    """A closing document or a statement that asks for money; a correction does not, nor does one of nothing."""
    return paper["kind"] in ("closing", "statement") and Decimal(paper["total"]) > 0


@register.simple_tag
def qr_code(content: str) -> str:
    """The content as a QR code, as the address of a picture inside the page."""
    return segno.make(content, error="m", micro=False).svg_data_uri(border=0, scale=4)


@register.simple_tag
def payment_code_of(paper: dict) -> PaymentCode | None:
    """The payment code of a frozen closing document, or of a statement of account.

    Papers of before have no account in them, corrections no code.
    """
    lab = paper["lab"]
    if paper["kind"] not in ("closing", "statement") or not lab.get("iban"):
        return None
    return payment_code(
        name=lab["legal_name"] or lab["name"],
        iban=lab["iban"],
        bic=lab["bic"],
        amount=Decimal(paper["total"]),
        currency=paper["currency"],
        purpose=paper.get("purpose") or paper["number"],
    )


@register.simple_tag
def bar_code(digits: str) -> str:
    """Digits as bars (Code 128), as the address of a picture; beside them is the blank that scanners want."""
    modules = Code128(digits).build()[0]
    bars, at = [], QUIET
    for sign, run in groupby(modules):
        width = len(list(run))
        if sign == "1":
            bars.append(f"M{at} 0h{width}v10h-{width}z")
        at += width
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at + QUIET} 10" preserveAspectRatio="none"'
        f' shape-rendering="crispEdges"><path d="{"".join(bars)}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


@register.filter
def in_fours(digits: str) -> str:
    """Digits for reading and typing, such as 1000 0012 34."""
    return account_numbers.in_fours(digits)
