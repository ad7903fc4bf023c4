"""Pay in the demonstration: each month that is over is paid and closed, and people ask about a line."""

from collections.abc import Iterator
from datetime import timedelta

from common.months import Month
from demo.laboratory import Laboratory
from demo.lives import Life
from lab.events import local_day
from lab.models import Employee
from payroll.choosing import free_entries, months_offered
from payroll.models import PayrollEntry
from payroll.pay_out import draw_up_sheet, finish_sheet
from payroll.periods import close_month
from payroll.questions import answer_question, ask_about

ASKED = (
    # who, working days ago, hour, about the how-manieth line before, question, answer
    (
        "tomas",
        17,
        9.5,
        3,
        "I did this twice. Is the second time counted?",
        "Yes, it has a line of its own.",
    ),
    ("nadia", 1, 16.2, 2, "I made two of these. Should this not be twice as much?", ""),
)


def paydays(laboratory: Laboratory) -> Iterator[Life]:
    """One for every month since the laboratory opened, on the fourth day of the next."""
    month, present = Month.of(laboratory.opened.date()), Month.of(local_day(laboratory.now))
    while month != present:
        yield _payday(laboratory, month)
        month = month.after


def _payday(laboratory: Laboratory, month: Month) -> Life:
    at = laboratory.clock.on(month.after.first + timedelta(days=3), 15)
    yield at
    for person in Employee.objects.people().order_by("pk"):
        for offered in months_offered(free_entries(person)):
            if offered.month == month and offered.total > 0:
                cause = laboratory.by("marion", at)
                sheet = draw_up_sheet(person.pk, cause, month=month, currency=offered.currency)
                yield (at := at + timedelta(minutes=4))
                finish_sheet(sheet.pk, laboratory.by("marion", at))
                yield (at := at + timedelta(minutes=2))
    close_month(month, laboratory.by("marion", at))


def questions(laboratory: Laboratory) -> Iterator[Life]:
    for login, days, hour, back, text, answer in ASKED:
        day = laboratory.clock.days_before(local_day(laboratory.now), days)
        yield _asked(laboratory, login, laboratory.clock.on(day, hour), back, text, answer)


def _asked(laboratory: Laboratory, login: str, at, back: int, text: str, answer: str) -> Life:
    yield at
    own = PayrollEntry.objects.earned_by(laboratory.people[login]).filter(amount__gt=0)
    lines = list(own.order_by("-pk")[:back])
    if not lines:
        return
    question = ask_about(lines[-1].pk, laboratory.by(login, at), text=text)
    if answer:
        at = laboratory.clock.later(at, 4)
        yield at
        answer_question(question.pk, laboratory.by("marion", at), answer=answer)
