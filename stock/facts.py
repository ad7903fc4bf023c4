"""What the stock is told: materials were used up."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class MaterialUsed:
    """``quantity`` of a material, in the material's unit; always positive."""

    material_id: int
    quantity: Decimal
