"""How tasks and their clocks stand, in figures that a session can keep: what a step is taken back to.

Shared by the use cases about work, not one itself.
"""

from collections.abc import Iterable

from orders.models import Task, WorkSpan

OF_TASK = ("order_id", "state", "started_at", "finished_at", "performer_id", "assistant_id", "skipped_by_id")
OF_SPAN = ("task_id", "employee_id", "started_at", "ended_at", "is_capped")
MOMENTS = {"started_at", "finished_at", "ended_at"}

Footprint = dict[str, dict[str, dict]]


def footprint(task_ids: Iterable[int]) -> Footprint:
    """``{"tasks": {id: fields}, "spans": {id: fields}}``, all of it as JSON has it."""
    ids = list(task_ids)
    return {
        "tasks": _rows(Task.objects.filter(pk__in=ids), OF_TASK),
        "spans": _rows(WorkSpan.objects.filter(task__in=ids), OF_SPAN),
    }


def _rows(rows, fields: tuple[str, ...]) -> dict[str, dict]:
    return {str(row["pk"]): _written(row, fields) for row in rows.order_by("pk").values("pk", *fields)}


def _written(row: dict, fields: tuple[str, ...]) -> dict:
    return {name: row[name].isoformat() if name in MOMENTS and row[name] else row[name] for name in fields}
