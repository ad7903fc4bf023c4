"""Materials as choices, each with the unit in which it is counted."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Material
from common.standing_choices import called


def with_units(materials: list[Material]) -> list[tuple]:
    """The choices of a field of materials, each with the unit in which it is counted."""
    return [("", _("Choose…")), *((row.pk, f"{called(row)}, {row.unit}") for row in materials)]


def unit_of(chosen, materials: list[Material]) -> str:
    """The unit of the material chosen, by its id as typed or given; "" while none is."""
    return next((row.unit for row in materials if str(row.pk) == str(chosen)), "")
