"""Declaring background work: a function that a worker runs after the page that asked for it has been answered.

Underneath is the interface of Django's tasks, so that a laboratory may point it at another backend (``TASKS``). Two
arguments mean the same for every kind: ``asked_by``, the id of the employee, and ``about``, what it is about in a few
words. Whatever the work does, it does at most once for each ``context.task_result.id``: a worker that dies is
followed by another, which begins anew.
"""

from collections.abc import Callable
from datetime import datetime

from django_tasks import TaskContext, TaskResult, TaskResultStatus, default_task_backend, task
from django_tasks.exceptions import TaskResultDoesNotExist

TRIES = 6

__all__ = [
    "TRIES",
    "TaskContext",
    "TaskResultStatus",
    "background_work",
    "ended_at",
    "result_of",
    "result_of_any",
    "tries_of",
]


def background_work(label: object, *, tries: int = TRIES, priority: int = 0) -> Callable:
    """Make a task of ``function(context, …)``, whose arguments can be written as JSON.

    ``label`` is what people call it; ``tries`` is how often it is begun before a person has to look at it.
    """

    def declare(function: Callable):
        function.label, function.tries = label, tries
        return task(takes_context=True, priority=priority)(function)

    return declare


def tries_of(kind) -> int:
    """How often work of a kind is begun; a task declared elsewhere has the usual number."""
    return getattr(kind.func, "tries", TRIES)


def result_of(kind, result_id: str) -> TaskResult | None:
    """How far a piece of work has come; None where nobody remembers it any more."""
    try:
        return kind.get_result(result_id) if result_id else None
    except TaskResultDoesNotExist:
        return None


def result_of_any(result_id: str) -> TaskResult | None:
    """The same, of work of whatever kind."""
    try:
        return default_task_backend.get_result(result_id) if result_id else None
    except TaskResultDoesNotExist:
        return None


def ended_at(result: TaskResult) -> datetime | None:
    """When it was done, or given up."""
    return result.finished_at
