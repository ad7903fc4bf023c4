"""Amounts in the data of a paper: written with the places of its currency, whoever draws it need not know them."""

from decimal import Decimal
from typing import Any

from common.currencies import written_out

AMOUNTS = {"amount", "gross", "net", "tax", "added_tax", "total", "price", "rush", "taken_off", "a_unit"}
"""What an amount is called in the data of papers."""
STEPS = {"steps"}
"""Under these names all that stands is amounts."""


def with_places(paper: dict[str, Any], currency: str) -> dict[str, Any]:
    """The same data with every amount written as its currency writes it; what is no amount stays."""
    return {name: _written(name, told, currency) for name, told in paper.items()}


def _written(name: str, told: Any, currency: str) -> Any:
    if name in STEPS and isinstance(told, dict):
        return {step: written_out(Decimal(text), currency) for step, text in told.items()}
    if isinstance(told, dict):
        return with_places(told, currency)
    if isinstance(told, list):
        return [with_places(row, currency) if isinstance(row, dict) else row for row in told]
    return written_out(Decimal(told), currency) if name in AMOUNTS and told else told
