"""The chart of the order form, one whatever the number of lines: what it draws, and what it calls things."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.teeth import Role, shown
from orders.teeth.chart import chart_of
from orders.teeth.fdi import ROWS
from orders.teeth.notation import rank
from orders.tooth_words import KINDS, tooth_named

GUIDES = ("VITA classical A1-D4", "VITA 3D-Master", "Ivoclar Chromascop", "BL")
"""Offered while a guide is typed; any other may be typed too."""
_ROWS = (
    ("upper", _("Upper jaw")),
    ("upper-primary", _("Upper jaw, primary teeth")),
    ("lower-primary", _("Lower jaw, primary teeth")),
    ("lower", _("Lower jaw")),
)


def editor_of_teeth(numbers: str) -> dict[str, Any]:
    return {
        "numbers": numbers,
        "dental_chart": chart_of([], numbers=numbers, with_primary=True),
        "dental_rows": [
            {
                "name": name,
                "label": label,
                "teeth": [
                    {
                        "tooth": tooth,
                        "number": shown(tooth, numbers),
                        "rank": rank(tooth, numbers),
                        "named": tooth_named(tooth, numbers),
                    }
                    for tooth in teeth
                ],
            }
            for (name, label), teeth in zip(_ROWS, ROWS, strict=True)
        ],
        "dental_kinds": [(str(role), KINDS[role]) for role in Role if role != Role.MISSING],
        "shade_guides": GUIDES,
    }
