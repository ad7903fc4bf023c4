"""What is short: named to whoever wants to take it, with what lies there and what of that is no longer good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import Material
from common.refusals import Refused
from common.templatetags.labsite import quantity as as_text


@dataclass(frozen=True)
class Missing:
    """How much is needed; what lies there, and how much of that has expired."""

    needed: Decimal
    on_hand: Decimal
    expired: Decimal = Decimal(0)


@dataclass(frozen=True)
class Shortage:
    """A material of which less may be taken than is needed; all in its unit."""

    material_id: int
    material: str
    unit: str
    needed: Decimal
    on_hand: Decimal
    expired: Decimal = Decimal(0)

    @property
    def missing(self) -> Decimal:
        """How much more of it would be needed, good and on hand."""
        return self.needed - max(self.on_hand - self.expired, Decimal(0))

    @property
    def figures(self) -> str:
        """All but the name of the material."""
        said = {
            "unit": self.unit,
            "needed": as_text(self.needed),
            "on_hand": as_text(self.on_hand),
            "expired": as_text(self.expired),
        }
        if self.expired:
            return (
                _(
                    "needed %(needed)s %(unit)s, on hand %(on_hand)s %(unit)s, of which %(expired)s have expired"
                )
                % said
            )
        return _("needed %(needed)s %(unit)s, on hand %(on_hand)s %(unit)s") % said

    def __str__(self) -> str:
        return f"{self.material}: {self.figures}"


class NotEnoughStock(Refused):
    """Less is on hand than would be taken; ``shortages`` says of what."""

    def __init__(self, shortages: Sequence[Shortage]):
        self.shortages = tuple(shortages)
        named = "; ".join(str(shortage) for shortage in shortages)
        super().__init__(_("There is not enough in stock. %(materials)s.") % {"materials": named})


def named(short: Mapping[int, Missing]) -> list[Shortage]:
    """Shortages by material number → what is missing, in the order of the materials' names."""
    materials = Material.objects.filter(pk__in=list(short))
    return [
        Shortage(m.pk, m.name, m.unit, short[m.pk].needed, short[m.pk].on_hand, short[m.pk].expired)
        for m in materials
    ]
