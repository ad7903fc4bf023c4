"""The cause handed to every use case: who acts, when, from which form."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.models import Employee, FormToken


@dataclass(frozen=True)
class Cause:
    """``version`` is the version of the order that the person saw; None where no page was seen (jobs, tests).

    ``place`` is said by every event, where the person did not act from a log-in of the person's own.
    """

    actor: "Employee"
    at: datetime
    version: int | None = None
    token: "FormToken | None" = None
    place: str = ""
