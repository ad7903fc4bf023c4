"""What is to be printed of many orders: the choice that a person made, as a worker is told it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.label_sheets import sizes_on_offer
from documents.labels import Sort
from documents.models import LabelSize

MOST = 500
"""Orders of one file."""

MOST_LABELS = 2000
"""Labels of one file: a minute's work. Orders of many lines name as many specimens each."""


class Paper(models.TextChoices):
    """The papers that many orders are printed as."""

    ORDER_FORMS = "forms", _("Order forms")
    LABELS = "labels", _("Labels")


@dataclass(frozen=True)
class AskedPapers:
    """``size`` is the id of a size of labels, None for the usual one; ``first`` the place on a begun sheet."""

    paper: str = Paper.ORDER_FORMS
    sections: list[str] = field(default_factory=list)
    sort: str = Sort.ORDER
    size: int | None = None
    first: int = 1

    @property
    def label_size(self) -> LabelSize:
        """The size asked for; the first on offer where that was deleted meanwhile."""
        offered = sizes_on_offer()
        return next((size for size in offered if size.pk == self.size), offered[0])

    def as_told(self) -> dict[str, Any]:
        """As arguments that JSON holds."""
        return asdict(self)
