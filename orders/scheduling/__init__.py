"""When the tasks of an order are done: backwards from the due date, forwards from now where that would be too late.

Pure arithmetic, and deterministic. A task is interrupted by breaks, nights and weekends, never by another task.
"""

from orders.scheduling.placing import schedule
from orders.scheduling.relief import Relief, who_could_help
from orders.scheduling.replanning import Replanned, ToPlan, replan
from orders.scheduling.terms import NoWorkingTime, Placement, Schedule, Span, Work

__all__ = [
    "NoWorkingTime",
    "Placement",
    "Relief",
    "Replanned",
    "Schedule",
    "Span",
    "ToPlan",
    "Work",
    "replan",
    "schedule",
    "who_could_help",
]
