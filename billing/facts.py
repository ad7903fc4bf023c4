"""What an act says of the work and the materials, told to whoever books the consequences."""

from dataclasses import dataclass
from decimal import Decimal

from billing.models import Act


@dataclass(frozen=True)
class ActFact:
    """One line of an act: how much of which line of the order, before and after discount."""

    act_line_id: int
    line_id: int
    quantity: Decimal
    gross: Decimal
    net: Decimal
    currency: str


def act_facts(act: Act) -> list[ActFact]:
    """The lines of an act as facts, in their order."""
    return [
        ActFact(line.pk, line.line_id, line.quantity, line.gross, line.net, act.currency)
        for line in act.lines.all()
    ]


def act_materials(act: Act) -> list[tuple[int, Decimal]]:
    """(material id, quantity) used by the work of an act."""
    return [(used.material_id, used.quantity) for used in act.materials.all()]
