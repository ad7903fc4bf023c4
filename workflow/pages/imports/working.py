"""Importing many rows: by a worker, that says how far it is."""

from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.background import TaskContext, TaskResultStatus, background_work, result_of
from common.progress import forget_progress, progress_of, tell_progress
from common.refusals import Refused
from lab.cause import Cause
from lab.models import Employee, TableImportTakenBack
from lab.once import untangled
from workflow.imports.import_table import import_table
from workflow.imports.take_back_table_import import take_back_table_import


@background_work(gettext_lazy("Import of a table"), tries=3)
def import_table_later(
    context: TaskContext, file_id: int, seen: str, leave_out_wrong: bool, *, asked_by: int, **_told
) -> dict:
    """A worker that died wrote nothing, and is followed by another. What is refused is said on the page of the file."""
    cause = Cause(Employee.objects.get(pk=asked_by), timezone.now())
    key = f"table-{file_id}"
    work = partial(
        import_table,
        file_id,
        cause,
        seen=seen,
        leave_out_wrong=leave_out_wrong,
        tell=partial(tell_progress, key),
    )
    try:
        return {"made": untangled(work).pk}
    except Refused as refusal:
        return {"refused": str(refusal)}
    finally:
        forget_progress(key)


@background_work(gettext_lazy("Import of a table taken back"), tries=3)
def take_back_later(context: TaskContext, import_id: int, reason: str, *, asked_by: int, **_told) -> dict:
    """All of it, or nothing: what rests on it is said on the page of the import."""
    cause = Cause(Employee.objects.get(pk=asked_by), timezone.now())
    key = f"import-{import_id}"
    if TableImportTakenBack.objects.filter(table_import=import_id).exists():
        return {}  # by a worker that died right after it
    try:
        untangled(
            partial(take_back_table_import, import_id, cause, reason=reason, tell=partial(tell_progress, key))
        )
    except Refused as refusal:
        return {"refused": str(refusal)}
    finally:
        forget_progress(key)
    return {}


@dataclass(frozen=True)
class Work:
    """How far a worker is; ``refused`` is why it wrote nothing."""

    is_running: bool
    refused: str
    done: int
    of: int


def work_of(kind, job: str, key: str) -> Work | None:
    """Of the work that was asked for last; None where nothing was."""
    result = result_of(kind, job)
    if result is None:
        return None
    is_running = result.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    done, of = progress_of(key) or (0, 0)
    refused = ""
    if result.status == TaskResultStatus.FAILED:
        refused = _("It failed, and nothing was written. Try again, or tell the administrator.")
    elif not is_running:
        refused = (result.return_value or {}).get("refused", "")
    return Work(is_running, refused, done, of)
