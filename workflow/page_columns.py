"""How the panels of the order page fill its two columns, so that neither leaves a hole beside the other.

Panels that have nothing yet are named in one line. The timeline, which can be as long as there is room, ends the
column that is shorter by enough; how much of it is seen at once the style sheet decides by the other column. Where both
are about as long, it stands below them. Where it cannot fill what a long plan leaves, the comments stand over it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.panels import Panel
from orders.models import Order
from orders.models.order import WORKING

HEIGHTS = {
    "services": (130, 55),
    "teeth": (430, 0),
    "tasks": (90, 60),
    "documents": (95, 38),
    "acts": (90, 150),
    "comments": (180, 70),
    "people": (215, 0),
    "money": (175, 0),
    "delivery": (120, 0),
    "files": (95, 50),
    "papers": (135, 48),
    "pay": (150, 0),
    "materials": (130, 48),
    "margin": (210, 0),
    "later": (60, 0),
    "timeline": (70, 42),
}
"""About how many pixels a panel takes on a screen 1366 wide, and how many more with each thing in it."""
INSTRUCTIONS, CHARGE = 60, 135

SHORTER = 110
"""Half of what the timeline takes at least: a column that is shorter by less would end further below the other."""


@dataclass(frozen=True)
class Columns:
    """The two columns, each in the sequence of the page, and what stands below both of them."""

    main: list[Panel]
    side: list[Panel]
    below: list[Panel]


def columns_of(panels: Iterable[Panel], timeline: Panel, order: Order) -> Columns:
    """The panels that are drawn, and where."""
    panels = list(panels)
    empty = [panel for panel in panels if panel.is_empty]
    shown = [panel for panel in panels if not panel.is_empty]
    main, side = ([panel for panel in shown if panel.side is beside] for beside in (False, True))
    if empty:
        side.append(_named(empty, order))
    columns = Columns(main, side, [])
    _even_out(columns, timeline)
    return columns


def _named(empty: list[Panel], order: Order) -> Panel:
    title = _("Later") if order.status in WORKING else _("Nothing here")
    return Panel("later", title, "workflow/_later.html", {"empty": empty}, side=True)


def _even_out(columns: Columns, timeline: Panel) -> None:
    longer = sum(map(_height, columns.main)) - sum(map(_height, columns.side))
    talk = next((panel for panel in columns.main if panel.key == "comments"), None)
    if talk and longer - _height(timeline) > _height(talk):
        columns.main.remove(talk)
        columns.side.append(talk)
        longer -= 2 * _height(talk)
    shorter = columns.side if longer > 0 else columns.main
    (columns.below if abs(longer) < SHORTER else shorter).append(timeline)


def _height(panel: Panel) -> int:
    fixed, each = HEIGHTS.get(panel.key, (100, 40))
    told = panel.context
    count = panel.count or len(told.get("events", ()))
    if panel.key == "papers":
        count = sum(len(told.get(name, ())) for name in ("acts", "documents"))
    more = (INSTRUCTIONS if told.get("instructions") else 0) + (CHARGE if told.get("charge") else 0)
    return fixed + each * count + more
