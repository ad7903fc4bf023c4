"""Questions about a line of one's earnings: asked by whom it is about, closed by the accountant's answer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_unsound_fields
from lab.cause import Cause
from lab.events import record_event
from payroll.models import PayQuestion, PayrollEntry

LONGEST = 2000


class NothingWritten(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write something first."))


class AskedAlready(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have asked about this line already, and the answer is still to come."))


@transaction.atomic
def ask_about(entry_id: int, cause: Cause, *, text: str) -> PayQuestion:
    """A note to the accountant about an entry of one's own. Raises ``NothingWritten``, ``AskedAlready``."""
    text = _sound(text)
    entry = PayrollEntry.objects.get(pk=entry_id)
    if entry.employee_id != cause.actor.pk:
        raise Refused(_("This line is not about your pay."))
    event = record_event("ask_about_pay", cause, action="see_own_earnings")
    question = PayQuestion(entry=entry, asked_by=cause.actor, text=text, event=event)
    refuse_unsound_fields(question, ["text"])
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as clash:
        raise AskedAlready from clash
    return question


@transaction.atomic
def answer_question(question_id: int, cause: Cause, *, answer: str) -> PayQuestion:
    """The answer closes the question; the person sees it beside the line."""
    answer = _sound(answer)
    question = PayQuestion.objects.select_for_update(no_key=True).get(pk=question_id)
    if question.answered_id is not None:
        raise Refused(_("This question is answered already."))
    question.answered = record_event("answer_about_pay", cause, action="pay_out")
    question.answer = answer
    refuse_unsound_fields(question, ["answer"])
    question.save()
    return question


def _sound(text: str) -> str:
    text = text.strip()
    if not text:
        raise NothingWritten
    if len(text) > LONGEST:
        raise Refused(_("This is longer than %(most)s signs. Say it shorter.") % {"most": LONGEST})
    return text
