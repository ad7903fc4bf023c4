"""How an order of the demonstration usually goes. A life yields the moment of its next step, then takes it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from demo import documents, words
from demo.case import DAY, Case
from demo.closing import sent
from demo.paying import looked_through, set_by_hand
from workflow.life.hold_order import hold_order
from workflow.life.realize_order import realize_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order

Life = Iterator[datetime]
# kind of file: codes of services that it comes with
FILES = {
    "shade": ("C-102", "C-103", "V-", "D-1"),
    "x-ray": ("I-", "C-11"),
    "solid": ("M-171", "M-172", "M-173", "M-174"),
    "smear": ("Y-", "T-", "H-203"),
    "letter": ("",),
}
FIRST = ("M-17", "C-106", "C-113", "V-123", "D-144")
"""Work that comes before the rest: models, designs, what is tried in."""


def ordinary(case: Case, **wishes) -> Life:
    """From the first word to the money, with small luck on the way."""
    yield from opened(case, **wishes)
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def opened(case: Case, *, awaited: bool | None = None, **wishes) -> Life:
    """Drawn up, submitted, perhaps waiting for something, started."""
    yield from drawn_up(case, **wishes)
    yield from submitted(case, awaited=case.perhaps(0.08) if awaited is None else awaited)
    yield case.wait(0.3, 5)
    case.do(start_order, case.technician if case.perhaps(0.5) else "oscar")


def drawn_up(case: Case, *, files: float = 0.35, **wishes) -> Life:
    yield case.wait(0)
    fitting = [name for name, _colour, departments in words.MARKERS if case.department in departments]
    case.draw_up(marked=[case.rng.choice(fitting)] if case.perhaps(0.15) else (), **wishes)
    if case.perhaps(files):
        yield case.wait(0.05, 0.4)
        codes = list(case.order.lines.values_list("code", flat=True))
        kinds = [kind for kind, start in FILES.items() if any(code.startswith(start) for code in codes)]
        for kind in case.rng.sample(kinds, min(len(kinds), case.rng.randint(1, 3))):
            case.attach(kind)


def submitted(case: Case, *, awaited: bool = False) -> Life:
    yield case.wait(0.05, 1.5)
    if not awaited:
        case.do(submit_order, case.manager)
        return
    what, expected = case.rng.choice(words.AWAITED[case.department]), case.some_days_on(1, 4)
    case.do(submit_order, case.manager, awaited=what, expected_on=expected)
    yield case.wait(DAY, 3 * DAY)
    case.say(text=f"{what}: arrived.")


def made(case: Case) -> Life:
    """Worked on, perhaps with a hold or a rework, until it is produced."""
    pace = case.rng.uniform(0.35, 0.85) if case.perhaps(0.88) else case.rng.uniform(1.1, 1.5)
    if case.perhaps(0.08):
        yield from held(case)
    yield from worked(case, case.lead_days * DAY * pace)
    if case.perhaps(0.25):
        case.say(is_internal=case.perhaps(0.4))
    yield from checked(case, rework=case.perhaps(0.12))


def worked(case: Case, hours: float) -> Life:
    """Every task in turn, within so many working hours in all."""
    tasks = sorted(case.unfinished(), key=lambda task: not task.line.code.startswith(FIRST))
    for task in tasks:
        part = hours / len(tasks)
        if part > 2 and case.perhaps(0.5):
            yield case.wait(part * 0.1, part * 0.4)
            case.finish(task, state="in_progress")
            yield case.wait(part * 0.4, part * 0.7)
        else:
            yield case.wait(part * 0.5, part)
        case.finish(task)
        if case.perhaps(0.06):
            case.say()


def held(case: Case) -> Life:
    yield case.wait(0.5, 4)
    what = case.rng.choice(words.AWAITED[case.department])
    case.do(hold_order, case.technician, awaited=what, expected_on=case.some_days_on(1, 3))
    yield case.wait(0.5 * DAY, 2.5 * DAY)
    case.do(start_order, "oscar")


def checked(case: Case, *, rework: bool = False) -> Life:
    """What is found is written down; reviewed where the services ask for it, then produced."""
    documents.finished(case)
    if case.needs_review():
        yield case.wait(0.2, 1.5)
        case.send_to_review()
        yield case.wait(0.5, 5)
        if rework:
            yield from sent_back(case)
    else:
        yield case.wait(0.1, 1)
    set_by_hand(case)
    case.produce()


def sent_back(case: Case) -> Life:
    task = case.order.tasks.current().order_by("line__position").first()
    reason = case.rng.choice(words.REWORK[case.department])
    case.do(return_order_to_production, case.reviewer, reason=reason, task_ids=[task.pk])
    yield from worked(case, case.rng.uniform(2, 6))
    yield case.wait(0.2, 1)
    case.send_to_review()
    yield case.wait(0.5, 3)


def handed_over(case: Case) -> Life:
    """Dental work travels; results go by letter and need no delivery, save now and then."""
    if not case.perhaps(0.85 if case.department == "dental" else 0.1):
        return
    yield case.wait(0.5, 5)
    if not case.ship() and case.perhaps(0.85):
        yield case.wait(3, DAY)
        case.arrive()


def settled(case: Case) -> Life:
    yield case.wait(1, 2.5 * DAY)
    case.do(realize_order, "marion" if case.perhaps(0.8) else "oscar")
    looked_through(case)
    documents.sent(case)
    yield from sent(case)
    late = case.order.customer.tags.filter(name="pays late").exists()
    if case.perhaps(0.7 if late else 0.13):
        return
    yield case.wait(3 * DAY, 16 * DAY)
    yield from paid(case)


def paid(case: Case) -> Life:
    """Whole, in parts, a part alone, or rounded up by mistake."""
    debt, luck = case.debt(), case.rng.random()
    if luck < 0.72:
        case.pay(debt)
    elif luck < 0.94:
        case.pay(about_half(debt))
        if luck < 0.84:
            yield case.wait(4 * DAY, 10 * DAY)
            case.pay(case.debt())
    else:
        case.pay((debt // 50 + 1) * 50, method="bank")


def about_half(amount: Decimal) -> Decimal:
    return max((amount / 2).quantize(Decimal(1)), Decimal(5)).min(amount).quantize(Decimal("0.01"))
