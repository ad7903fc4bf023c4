"""What the demonstration decides about pay by hand: difficult work, a helper, the look before the month ends."""

from decimal import Decimal
from random import Random

from demo.case import Case
from orders.states import Status
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay

WHY_SET = (
    "Difficult shade, agreed with Viktor",
    "Second firing was our own fault",
    "Learning the step, paid by the hour",
    "Took a whole evening",
)
WHY_BESIDES = (
    "Drove the work to the clinic",
    "Stayed on Friday for it",
    "Poured a second model",
    "Helped with the scan",
)


def luck_of(case: Case) -> Random:
    """Of pay alone, so that what is decided about it changes nothing else in the life of the order."""
    return Random(f"pay of {case.order.number}")


def set_by_hand(case: Case) -> None:
    """Before it is produced: now and then a sum for a task, now and then somebody who helped."""
    luck = luck_of(case)
    tasks = list(case.order.tasks.doable().filter(performer__isnull=False))
    if luck.random() < 0.06 and tasks:
        said = {"amount": Decimal(luck.randrange(20, 180)) / 2, "comment": luck.choice(WHY_SET)}
        case.do(set_pay, "oscar", task_id=luck.choice(tasks).pk, role="performer", **said)
    if luck.random() < 0.04:
        who = case.laboratory.people[luck.choice(("ivo", "tomas", "nadia"))]
        said = {"amount": Decimal(luck.randrange(10, 40)), "comment": luck.choice(WHY_BESIDES)}
        case.do(add_pay, "oscar", employee=who, **said)


def looked_through(case: Case) -> None:
    """Realized orders have their pay finalized, but for some that nobody has come to yet."""
    if case.order.status == Status.REALIZED and luck_of(case).random() < 0.8:
        case.do(finalize_pay, "marion")
