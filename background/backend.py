"""Behind Django's tasks: asking for work writes a row, in the transaction of whoever asks."""

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from background.models import Job, State

STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.GIVEN_UP: TaskResultStatus.FAILED,
}


class JobRows(BaseTaskBackend):
    """Keeps work in the books themselves; ``bin/manage worker`` does it."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task, args, kwargs) -> TaskResult:
        self.validate_task(task)
        now = timezone.now()
        job = Job.objects.create(
            kind=task.module_path,
            about=str(kwargs.get("about", ""))[:200],
            arguments={"args": normalize_json(args), "kwargs": normalize_json(kwargs)},
            priority=task.priority,
            asked_by_id=kwargs.get("asked_by"),
            asked_at=now,
            due_at=task.run_after or now,
        )
        return result_of_job(job, task)

    def get_result(self, result_id: str) -> TaskResult:
        job = Job.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of_job(job, import_string(job.kind))


def result_of_job(job: Job, task: Task) -> TaskResult:
    """The row as Django's tasks speak of it."""
    result = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[State(job.state)],
        enqueued_at=job.asked_at,
        started_at=job.started_at,
        last_attempted_at=job.started_at,
        finished_at=job.ended_at,
        args=job.arguments.get("args", []),
        kwargs=job.arguments.get("kwargs", {}),
        backend=task.backend,
        errors=_errors(job),
        worker_ids=["worker"] * job.attempts,
    )
    object.__setattr__(
        result, "_return_value", job.result
    )  # as Django's own backends do: the class is frozen
    return result


def _errors(job: Job) -> list[TaskError]:
    if not job.last_error:
        return []
    name = job.last_error.partition(":")[0]
    path = name if "." in name else f"builtins.{name}"
    return [TaskError(exception_class_path=path, traceback=job.last_error)]
