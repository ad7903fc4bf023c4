"""A panel: one titled block of a page, built by the app that owns what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """What the page needs to draw one block: the template gets ``context`` and the panel itself."""

    key: str
    title: object
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    side: bool = False
    is_empty: bool = False
    """It has nothing to show yet and offers nothing to do there: a page may name it instead of drawing it."""
