"""Orders of the demonstration that stand somewhere on their way today: each life ends in the state it is named for."""

from demo import documents, words
from demo.case import DAY, Case
from demo.lives import Life, checked, drawn_up, made, opened, submitted, worked
from workflow.life.hold_order import hold_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.submit_order import submit_order


def in_drafting(case: Case) -> Life:
    yield from drawn_up(case)
    if case.perhaps(0.5):
        yield case.wait(0.1, 1)
        case.say(is_internal=True)


def in_pending(case: Case) -> Life:
    yield from drawn_up(case)
    yield from submitted(case)


def awaiting(case: Case, days: int) -> Life:
    """Submitted although something has yet to come; expected so many working days from then."""
    yield from drawn_up(case)
    yield case.wait(0.1, 1)
    what, expected = case.rng.choice(words.AWAITED[case.department]), case.some_days_on(days, days)
    case.do(submit_order, "oscar", awaited=what, expected_on=expected)


def on_hold(case: Case, days: int) -> Life:
    yield from opened(case, awaited=False)
    yield case.wait(1, 4)
    what, expected = case.rng.choice(words.AWAITED[case.department]), case.some_days_on(days, days)
    case.do(hold_order, case.technician, awaited=what, expected_on=expected)
    case.say()


def in_production(case: Case, *, services: str = "", begun: bool = True, **wishes) -> Life:
    """Started; the first task is done, the second is being worked on."""
    yield from opened(case, awaited=False, services=services, **wishes)
    tasks = case.unfinished() if begun else []
    for task, state in zip(tasks, ("done", "in_progress"), strict=False):
        yield case.wait(0.5, 3)
        case.finish(task, state="in_progress" if len(tasks) == 1 else state)
    if tasks:
        documents.begun(case)


def in_rework(case: Case) -> Life:
    yield from in_review(case)
    yield case.wait(0.5, 2)
    task = case.order.tasks.current().first()
    reason = case.rng.choice(words.REWORK[case.department])
    case.do(return_order_to_production, case.reviewer, reason=reason, task_ids=[task.pk])


def in_review(case: Case) -> Life:
    services = case.rng.choice(
        ("C-10", "I-130", "O-153") if case.department == "dental" else ("Y-230", "T-24", "K-250")
    )
    yield from opened(case, awaited=False, services=services)
    yield from worked(case, 0.7 * DAY)
    yield case.wait(0.2, 1)
    if case.needs_review():
        documents.finished(case)
        case.send_to_review()


def produced(case: Case) -> Life:
    yield from opened(case, awaited=False)
    yield from worked(case, 0.8 * DAY)
    yield from checked(case)


def produced_and_shipped(case: Case) -> Life:
    yield from opened(case, awaited=False)
    yield from made(case)
    yield case.wait(1, 4)
    case.ship()
