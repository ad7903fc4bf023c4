"""Orders of the demonstration that go otherwise: cancelled, restored, reopened, corrected, copied, worked by hand."""

from collections.abc import Sequence
from decimal import Decimal

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from demo import documents, words
from demo.case import DAY, Case
from demo.closing import whose
from demo.lives import (
    Life,
    about_half,
    checked,
    drawn_up,
    handed_over,
    made,
    opened,
    paid,
    settled,
    submitted,
    worked,
)
from demo.writing import people_for, written_again
from workflow.acts.automatic_acts import norms_of
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.cancel_order import cancel_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.restore_order import restore_order
from workflow.life.start_order import start_order
from workflow.life.take_down_order import take_down_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import use_advance

MEASURED = ("g", "ml")


def called_off(case: Case) -> Life:
    """Cancelled before anybody began."""
    yield from drawn_up(case)
    yield from submitted(case)
    yield case.wait(1, DAY)
    case.do(cancel_order, "oscar", reason=case.rng.choice(words.CANCELLED[case.department]))


def stopped(case: Case) -> Life:
    """Cancelled in the middle of the work, although something was paid: the money is the customer's advance."""
    yield from opened(case)
    yield case.wait(1, 4)
    case.pay(about_half(case.preliminary()))
    yield case.wait(2, DAY)
    case.do(cancel_order, "oscar", reason=case.rng.choice(words.CANCELLED[case.department]))


def brought_back(case: Case) -> Life:
    """Cancelled by mistake, restored, then as usual."""
    yield from called_off(case)
    yield case.wait(1, DAY)
    case.do(restore_order, "helen")
    case.say(text="The practice wants it after all.")
    yield from submitted(case)
    yield case.wait(0.5, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def reopened(case: Case) -> Life:
    """Produced, then the customer sent it back."""
    yield from opened(case)
    yield from made(case)
    yield from handed_over(case)
    yield case.wait(2, DAY)
    case.do(reopen_order, case.reviewer, reason=case.rng.choice(words.REOPENED))
    yield case.wait(2, DAY)
    yield from checked(case)
    yield from settled(case)


def invoiced_again(case: Case) -> Life:
    """Realized and paid, unrealized because a discount was forgotten, reopened, corrected, realized again."""
    yield from opened(case)
    yield from made(case)
    yield case.wait(2, DAY)
    case.do(realize_order, "marion")
    yield case.wait(DAY, 3 * DAY)
    case.pay(case.debt())
    yield case.wait(2, DAY)
    case.do(unrealize_order, "marion", reason="Discount was forgotten.")
    yield case.wait(0.5, 2)
    case.do(reopen_order, case.reviewer, reason="Discount was forgotten.")
    yield case.wait(0.2, 1)
    edit_order(case.order_id, written_again(case.order, discount=Decimal(10)), case.by("oscar"))
    yield from checked(case)
    yield case.wait(1, 4)
    case.do(realize_order, "marion")


def wrong_customer(case: Case) -> Life:
    """Invoiced to the wrong clinic, unrealized, moved to the right one, realized."""
    yield from opened(case)
    yield from made(case)
    yield case.wait(2, DAY)
    case.do(realize_order, "oscar")
    yield case.wait(DAY, 2 * DAY)
    case.do(unrealize_order, "marion", reason="Wrong customer on the invoice.")
    yield case.wait(0.2, 1)
    others = [one for one in case.laboratory.customers[case.department] if not one.is_owner]
    right = case.rng.choice([one for one in others if one.pk != case.order.customer_id])
    case.do(change_customer, "oscar", customer=right, reason="Named wrongly by telephone.")
    yield case.wait(0.5, 3)
    case.do(realize_order, "marion")
    yield case.wait(4 * DAY, 9 * DAY)
    yield from paid(case)


def unrealized(case: Case) -> Life:
    """Taken back by the accountant, and not realized again yet."""
    yield from opened(case)
    yield from made(case)
    yield case.wait(2, DAY)
    case.do(realize_order, "marion")
    yield case.wait(2, DAY)
    case.do(unrealize_order, "marion", reason=case.rng.choice(words.UNREALIZED))


def taken_down(case: Case) -> Life:
    """Taken down to be changed, and promised for another day."""
    yield from drawn_up(case)
    yield from submitted(case)
    yield case.wait(0.5, 4)
    case.do(take_down_order, "oscar", reason=words.TAKEN_DOWN)
    yield case.wait(0.2, 2)
    again = written_again(case.order, instructions=f"{case.order.instructions} Changed by telephone.".strip())
    edit_order(case.order_id, again, case.by("oscar"))
    yield from submitted(case)
    later = case.laboratory.clock.calendar.after(case.order.due_on, 2)
    case.do(update_due_date, "oscar", due_on=later, reason="Agreed with the practice.")
    yield case.wait(0.5, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def acts_corrected(case: Case) -> Life:
    """Acts by hand: more material than the norm; one is posted, unposted, corrected and posted again."""
    yield from opened(case, services="C-104" if case.department == "dental" else "Y-230")
    yield from worked(case, case.lead_days * DAY * 0.6)
    drafts = _draft_acts(case)
    for act in drafts:
        yield case.wait(0.1, 0.5)
        _measure_again(case, act, Decimal("1.25"))
    for act in _draft_acts(case):
        case.do(post_act, case.technician, act_id=act.pk)
    yield case.wait(0.5, 3)
    posted = Act.objects.standing().filter(order=case.order_id).first()
    case.do(unpost_act, case.reviewer, act_id=posted.pk)
    case.say(text="Measured again: less was used than noted.", is_internal=True)
    yield case.wait(0.2, 1)
    for act in _draft_acts(case):
        _measure_again(case, act, Decimal("0.9"))
    for act in _draft_acts(case):
        case.do(post_act, case.reviewer, act_id=act.pk)
    yield from checked(case)
    yield from handed_over(case)
    yield from settled(case)


def work_shared(case: Case, *, services: str, performers: Sequence[str]) -> Life:
    """Two performers share the units of the first line: an act for each, and one for the rest."""
    yield from opened(case, services=services)
    yield from worked(case, case.lead_days * DAY * 0.6)
    for act in _draft_acts(case):
        case.do(delete_act, case.reviewer, act_id=act.pk)
    first, *rest = case.order.lines.current()
    part = (first.quantity / 2).to_integral_value()
    shares = [[ActLineDraft(first.pk, part)], [ActLineDraft(first.pk, first.quantity - part)]]
    shares[0] += [ActLineDraft(line.pk, line.quantity) for line in rest]
    order_lines = {line.pk: line for line in (first, *rest)}
    for login, lines in zip(performers, shares, strict=True):
        yield case.wait(0.1, 0.4)
        performer = case.laboratory.people[login]
        used = norms_of([(order_lines[line.line_id], line.quantity) for line in lines])
        act = case.do(draft_act, case.technician, performer=performer, lines=lines, materials=used)
        case.do(post_act, case.reviewer, act_id=act.pk)
    yield from checked(case)
    yield from handed_over(case)
    yield from settled(case)


def short_of_stock(case: Case) -> Life:
    """More angled bases than there are: the manager overrides, and says why."""
    yield from opened(case, services="I-136")
    yield from worked(case, 4)
    yield case.wait(0.2, 1)
    case.say(text="The box on the shelf was miscounted; delivery is on the way.", is_internal=True)
    documents.finished(case)
    case.produce(override_shortage=True)
    yield from handed_over(case)
    yield from settled(case)


def paid_before(case: Case) -> Life:
    """An advance tied to the order; what is missing follows."""
    yield from opened(case)
    yield case.wait(1, 5)
    case.pay(about_half(case.preliminary()))
    yield from made(case)
    yield from handed_over(case)
    yield case.wait(2, DAY)
    case.do(realize_order, "marion")


def from_the_advance(case: Case) -> Life:
    """The customer paid ahead, to be used as needed; this order takes from it."""
    yield from opened(case)
    yield case.wait(0.5, 3)
    ahead = (case.preliminary() // 100 + 2) * 100
    case.pay(ahead, method="bank", free=True)
    yield from made(case)
    yield case.wait(2, DAY)
    case.do(realize_order, "marion")
    yield case.wait(1, DAY)
    case.do(use_advance, "marion", amount=min(case.debt(), ahead))


def copied(case: Case, source: Case) -> Life:
    """The same again for the same patient: a copy, with a day and performers of its own."""
    yield case.wait(0)
    case.take_up(copy_order(source.order_id, case.by("oscar")))
    yield case.wait(0.1, 0.5)
    due = case.laboratory.clock.calendar.after(case.today, case.lead_days + 1)
    people = written_again(case.order, due_on=due, people=lambda code: people_for(case.laboratory, code))
    edit_order(case.order_id, people, case.by("oscar"))
    yield from submitted(case)
    yield case.wait(0.5, 3)
    case.do(start_order, "oscar")
    yield from made(case)
    yield from handed_over(case)
    yield from settled(case)


def _draft_acts(case: Case) -> list[Act]:
    return list(Act.objects.drafts().filter(order=case.order_id).order_by("pk"))


def _measure_again(case: Case, act: Act, factor: Decimal) -> None:
    case.do(
        edit_act,
        case.reviewer,
        act_id=act.pk,
        performer=act.performer,
        assistant=act.assistant,
        lines=[ActLineDraft(line.line_id, line.quantity) for line in act.lines.all()],
        materials=[
            (
                used.material_id,
                round(used.quantity * factor, 1) if used.material.unit in MEASURED else used.quantity,
            )
            for used in act.materials.select_related("material")
        ],
    )


def for_one_paper(case: Case) -> Life:
    """Made and handed over; its customer gets one paper for several orders."""
    yield from opened(case, customer=whose(case))
    yield from made(case)
    yield from handed_over(case)
