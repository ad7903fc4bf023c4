"""Invariants of the clock of work."""

from orders.models import WorkSpan
from orders.models.task import TaskState
from orders.states import CHANGEABLE
from verification.finding import Finding, findings_of


def running_clocks_belong_to_work() -> Finding:
    """61"""
    running = WorkSpan.objects.running().order_by()
    columns = ("pk", "task__state", "task__is_removed", "task__order__number", "task__order__status")

    def wrong(pk, state, is_removed, number, status):
        if state == TaskState.IN_PROGRESS and not is_removed and status in CHANGEABLE["work"]:
            return None
        return (
            f"clock {pk} runs, its task of order {number} ({status}) is {'removed' if is_removed else state}"
        )

    return findings_of(running.values_list(*columns).iterator(), wrong)
