"""Letters to the people of the laboratory: background work, so that no step waits for a mail server or fails by it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.background import TaskContext, TaskResultStatus, background_work, result_of
from lab.cause import Cause
from lab.models import Employee, LabSettings
from lab.password_links import password_link

WAITS, LEFT, FAILED = "waits", "left", "failed"
STATES = {TaskResultStatus.SUCCESSFUL: LEFT, TaskResultStatus.FAILED: FAILED}
TRIES = 8
"""Over some fifteen hours: a mail server that was away for a night gets every letter."""


@dataclass(frozen=True)
class Letter:
    """The last letter to a person: ``waits``, ``left`` or ``failed``, since when, after how many tries and why not."""

    state: str
    since: datetime | None
    tries: int
    error: str = ""


def ask_for_password_letter(employee: Employee, site: str, cause: Cause) -> None:
    """Have a link for setting a password sent, from within the transaction of its cause.

    ``site`` is where this laboratory is reached: ``https://lab.example``. Without an e-mail address there is none.
    """
    employee.letter = ""
    if employee.email:
        told = {"asked_by": cause.actor.pk, "about": employee.name}
        employee.letter = send_password_letter.enqueue(employee.pk, site, **told).id
    employee.save(update_fields=["letter"])


def letter_of(employee: Employee) -> Letter | None:
    """How far the last letter has come; None where there is none, or where it left long ago."""
    result = result_of(send_password_letter, employee.letter)
    if result is None:
        return None
    state = STATES.get(result.status, WAITS)
    since = result.finished_at if state == LEFT else result.enqueued_at
    return Letter(state, since, result.attempts, result.errors[0].traceback if result.errors else "")


@background_work(gettext_lazy("Letter with a password link"), tries=TRIES, priority=10)
def send_password_letter(context: TaskContext, employee_id: int, site: str, **_told) -> None:
    """The link is made now: no row of the work holds one, and a person who was let go meanwhile gets none."""
    employee = Employee.objects.working().filter(pk=employee_id).exclude(email="").first()
    if employee is None:
        return
    laboratory = _one_line(LabSettings.load().name)
    words = {
        "name": employee.name,
        "laboratory": laboratory,
        "username": employee.username,
        "address": site + password_link(employee),
    }
    subject = _("Your access to %(laboratory)s") % {"laboratory": laboratory}
    # A letter that was sent by a worker which died before it could say so is sent again under the same name.
    name = f"<letter-{context.task_result.id}@{urlsplit(site).hostname}>"
    EmailMessage(subject, _text() % words, None, [employee.email], headers={"Message-ID": name}).send()


def _one_line(text: str) -> str:
    """A head of a letter holds no line breaks: whoever could write one there would write further heads."""
    return " ".join(text.split())


def _text() -> str:
    return _(
        "Hello %(name)s,\n\n"
        "%(laboratory)s invites you to set a password. Open this address within three days:\n\n"
        "%(address)s\n\n"
        "Then log in as %(username)s. If you did not expect this letter, leave the address unopened.\n"
    )
