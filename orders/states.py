"""The seven states of an order, and what may change in which of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    PENDING = "pending", _("Pending")
    PRODUCTION = "production", _("Production")
    REVIEW = "review", _("Review")
    PRODUCED = "produced", _("Produced")
    REALIZED = "realized", _("Realized")
    CANCELLED = "cancelled", _("Cancelled")


_BEFORE_REVIEW = frozenset({Status.DRAFTING, Status.PENDING, Status.PRODUCTION})
_BEFORE_PRODUCED = _BEFORE_REVIEW | {Status.REVIEW}
_BEFORE_REALIZED = _BEFORE_PRODUCED | {Status.PRODUCED}
_ALWAYS = frozenset(Status)

CHANGEABLE: dict[str, frozenset[str]] = {
    "lines": _BEFORE_REVIEW,
    "patient": _BEFORE_REALIZED,
    "customer": _BEFORE_REALIZED,
    "due": _BEFORE_REALIZED,
    "tasks": _BEFORE_PRODUCED,
    "rush": _BEFORE_PRODUCED,
    "discount": _BEFORE_PRODUCED,
    "adjustment": _BEFORE_REALIZED,
    "work": frozenset({Status.PRODUCTION, Status.REVIEW}),
    "acts": frozenset({Status.PRODUCTION, Status.REVIEW}),
    "planned_pay": _BEFORE_REALIZED,
    "final_pay": frozenset({Status.PRODUCED, Status.REALIZED}),
    "delivery": frozenset({Status.PRODUCED, Status.REALIZED}),
    "files": _BEFORE_REALIZED,
    "documents": _BEFORE_REVIEW,
    "filling": _BEFORE_PRODUCED,
    "markers": _BEFORE_REALIZED,
    "comments": _ALWAYS,
}
"""What may change in which state; the state's name in the table of the design, the aspect as the key."""


def changeable(aspect: str, status: str) -> bool:
    """Whether that aspect of an order may change while the order is in that state."""
    return status in CHANGEABLE[aspect]
