"""What the order page shows: one literal tuple of panels, each owned by its app, and the head above them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import documents.panels
import orders.panels
import stock.panels
import workflow.document_panel
import workflow.panels
import workflow.plan_panel
from common.panels import Panel
from lab.models.employee import initials_of
from orders.models import Order
from orders.returned import moves_of
from orders.states import Status
from workflow.banners import banners_of
from workflow.menus import beside_primary, menus_of, primary_item
from workflow.when_possible import WAY

PANELS = (
    workflow.panels.services_panel,
    orders.panels.teeth_panel,
    workflow.plan_panel.tasks_panel,
    workflow.document_panel.documents_panel,
    workflow.panels.acts_panel,
    workflow.panels.comments_panel,
    orders.panels.people_panel,
    workflow.panels.money_panel,
    workflow.panels.delivery_panel,
    documents.panels.order_panel,
    workflow.panels.papers_panel,
    workflow.panels.pay_panel,
    stock.panels.order_panel,
    workflow.panels.margin_panel,
)


@dataclass(frozen=True)
class StripStep:
    """One state on the strip: who brought the order there, and when."""

    label: object
    state: str
    at: datetime | None = None
    by: str = ""
    by_initials: str = ""


def panels_of(order: Order, viewer) -> list[Panel]:
    """The panels that the viewer may see, in the order of the page."""
    built = (build(order, viewer) for build in PANELS)
    return [panel for panel in built if panel is not None]


def strip_of(order: Order) -> list[StripStep]:
    """The way of the order through its states; what lies ahead has no name and day yet.

    A state that was left and entered again from behind still shows who brought the order there forwards.
    """
    forwards, backwards = {}, {}
    for move in moves_of(order):
        way = forwards if _is_forwards(move.from_status, move.to_status) else backwards
        way[move.to_status] = move.event.at, move.event.actor.name
    entered = backwards | forwards
    here = WAY.index(order.status) if order.status in WAY else len(WAY)
    return [_strip_step(status, place, here, entered.get(status)) for place, status in enumerate(WAY)]


def _is_forwards(left: str, entered: str) -> bool:
    """Whether a step leads on; drawing up does, restoring a cancelled order does not."""
    return not left or (left in WAY and entered in WAY and WAY.index(left) < WAY.index(entered))


def _strip_step(status: Status, place: int, here: int, entered: tuple[datetime, str] | None) -> StripStep:
    if place > here or entered is None:
        return StripStep(status.label, "ahead")
    at, name = entered
    return StripStep(status.label, "current" if place == here else "done", at, name, initials_of(name))


def head_of(order: Order, viewer) -> dict[str, Any]:
    """Everything above the panels."""
    return {
        "strip": strip_of(order),
        "banners": banners_of(order),
        "primary": primary_item(order, viewer),
        "beside_primary": beside_primary(order, viewer),
        "menus": menus_of(order, viewer),
        "markers": list(order.markers.all()),
    }
