"""Taking over many lines: each by itself, so that one which is refused stops no other; many of them by a worker.

A worker that died is followed by another, which begins anew: a line that is taken over already is passed by.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.bank.proposals import Proposal
from billing.ledger.bank import note_takeover
from billing.models import BankImport, BankLine
from common.background import TaskContext, TaskResultStatus, background_work, result_of
from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event
from lab.models import Employee
from lab.once import untangled
from workflow.money.take_over_bank_line import take_over_bank_line

AT_ONCE = 50
"""Lines that are taken over while the person waits."""

Chosen = tuple[int, int, list[tuple[int, str]]]
"""A line, its customer and the parts, as JSON can hold it."""


@dataclass
class Done:
    """How many lines were taken over; why others were not, by their ids."""

    taken: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Takeover:
    """How far a worker has come."""

    is_running: bool
    failed: bool
    count: int
    refusals: dict[str, str]


def as_sent(proposals: dict[int, Proposal]) -> list[Chosen]:
    """What is proposed, as it is handed to a worker."""
    return [
        (line, one.customer_id, [(order, str(part)) for order, part in one.parts])
        for line, one in proposals.items()
        if one.customer_id
    ]


def begin_taking_over(bank_import: BankImport, chosen: list[Chosen], cause: Cause) -> None:
    """Have a worker take the lines over, from within the transaction of whoever asks."""
    event = record_event("take_over_bank_lines", cause, action="record_payment")
    told = {"asked_by": cause.actor.pk, "about": bank_import.file_name}
    note_takeover(bank_import, take_over_lines.enqueue(chosen, **told).id, event=event)


def take_over_now(chosen: Iterable[Chosen], cause: Cause) -> Done:
    """Take the lines over one by one, each in a transaction of its own."""
    done = Done()
    for line, customer, parts in chosen:
        try:
            given = [(order, Decimal(part)) for order, part in parts]
            untangled(partial(take_over_bank_line, line, cause, customer_id=customer, parts=given))
            done.taken += 1
        except Refused as refusal:
            done.refused[str(line)] = _named(line, refusal)
    return done


@background_work(gettext_lazy("Bank lines taken over"), tries=3)
def take_over_lines(context: TaskContext, chosen: list[Chosen], *, asked_by: int, **_told) -> dict:
    """What is taken over already, by an attempt before this one or by a person, is passed by."""
    waiting = set(
        BankLine.objects.waiting()
        .filter(pk__in=[line for line, *_rest in chosen])
        .values_list("pk", flat=True)
    )
    cause = Cause(Employee.objects.get(pk=asked_by), timezone.now())
    done = take_over_now((one for one in chosen if one[0] in waiting), cause)
    return {"taken": done.taken, "refused": done.refused}


def last_takeover(bank_import: BankImport) -> Takeover | None:
    """What the last worker has done or is about to do for the import."""
    noted = bank_import.takeovers.first()
    result = result_of(take_over_lines, noted.job) if noted else None
    if result is None:
        return None
    is_running = result.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    said = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else {}
    return Takeover(
        is_running,
        result.status == TaskResultStatus.FAILED,
        len(result.args[0]),
        (said or {}).get("refused", {}),
    )


def said_of(done: Done) -> str:
    sentence = ngettext("%(count)s line is taken over.", "%(count)s lines are taken over.", done.taken)
    if done.refused:
        sentence += " " + ngettext("%(refused)s is not.", "%(refused)s are not.", len(done.refused))
    return sentence % {"count": done.taken, "refused": len(done.refused)}


def _named(line_id: int, refusal: Refused) -> str:
    position = BankLine.objects.filter(pk=line_id).values_list("position", flat=True).first()
    return _("Line %(number)s: %(why)s") % {"number": position, "why": refusal}
