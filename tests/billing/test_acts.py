"""Acts: drafted at their share of the line, frozen when posted, undone by a counter-act."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from billing.facts import ActFact, act_facts, act_materials
from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from billing.models import Act, ActLine
from common.refusals import Refused
from lab.models import LabSettings
from orders.models import OrderLine
from tests.factories.billing import Ordered, make_act, make_event, make_posted_act, make_priced_order, today
from tests.factories.catalog import make_material
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db


def test_a_draft_act_has_neither_number_nor_event_and_makes_no_price():
    order = make_priced_order(Ordered("80.00", "2"))
    act = make_act(order)
    assert (act.number, act.event, act.posted_on, act.is_standing) == (None, None, None, False)
    assert acts.standing_total(order) is None
    assert [(line.gross, line.amount) for line in act.lines.all()] == [(Decimal("160.00"), Decimal("160.00"))]


def test_posting_gives_the_act_a_number_and_the_order_a_total():
    order = make_priced_order(Ordered("80.00", "2", discount="10"), Ordered("5.55"))
    act = make_posted_act(order, on=date(2026, 3, 2))
    assert act.number == "A-2026-00001"
    assert act.is_standing
    assert act.posted_on == date(2026, 3, 2)
    assert acts.standing_total(order) == Decimal("149.55")


def test_an_order_worked_as_drawn_up_ends_at_its_preliminary_price():
    order = make_priced_order(Ordered("33.33", "3", discount="7.5"), Ordered("0.99", "2.5"), Ordered("10"))
    make_posted_act(order)
    assert acts.standing_total(order) == sum(line.amount for line in order.lines.all())


def test_parts_of_a_line_add_up_to_the_line_whatever_is_posted_first():
    order = make_priced_order(Ordered("10.00", "3", discount="0.33"))
    line = order.lines.get()
    drafts = [make_act(order, {line: "1"}) for _ in range(3)]
    posted = [acts.post(draft, event=make_event(), on=today()) for draft in reversed(drafts)]
    assert sum(act.lines.get().amount for act in posted) == line.amount
    assert sum(act.lines.get().gross for act in posted) == line.gross


def test_drafts_are_priced_together_before_their_facts_are_told():
    order = make_priced_order(Ordered("10.00", "3", discount="66.67"))
    line = order.lines.get()
    drafts = [make_act(order, {line: "1"}) for _ in range(3)]
    acts.price_drafts(drafts)
    told = [act_facts(Act.objects.get(pk=draft.pk))[0].net for draft in drafts]
    posted = [acts.post(draft, event=make_event(), on=today()) for draft in drafts]
    assert told == [act.lines.get().amount for act in posted]
    assert sum(told) == line.amount


def test_no_more_of_a_line_can_be_drafted_than_the_order_has():
    order = make_priced_order(Ordered("10.00", "3"))
    line = order.lines.get()
    make_posted_act(order, {line: "2"})
    with pytest.raises(acts.Refused, match="the order has 3, and posted acts already hold 2 of it"):
        make_act(order, {line: "1.5"})


def test_of_two_drafts_over_the_same_work_only_the_first_can_be_posted():
    order = make_priced_order()
    first, second = make_act(order), make_act(order)
    acts.post(first, event=make_event(), on=today())
    with pytest.raises(Refused, match="posted acts already hold 1"):
        acts.post(second, event=make_event(), on=today())
    assert not Act.objects.get(pk=second.pk).is_posted


def test_a_posted_act_is_not_posted_again():
    act = make_posted_act(make_priced_order())
    with pytest.raises(acts.NotDraft, match=act.number):
        acts.post(act, event=make_event(), on=today())


def test_posting_asks_the_line_as_it_is_now():
    order = make_priced_order(Ordered("10.00"))
    draft = make_act(order)
    OrderLine.objects.filter(order=order).update(
        unit_price=Decimal(12), gross=Decimal(12), amount=Decimal(12)
    )
    act = acts.post(draft, event=make_event(), on=today())
    assert act.lines.get().amount == Decimal(12)


def test_an_act_over_a_line_that_was_removed_is_refused():
    order = make_priced_order()
    draft = make_act(order)
    OrderLine.objects.filter(order=order).update(is_removed=True)
    with pytest.raises(Refused, match="not on the order any more"):
        acts.post(draft, event=make_event(), on=today())


def test_a_line_of_another_order_is_refused():
    order, other = make_priced_order(), make_priced_order()
    with pytest.raises(Refused, match="not on the order any more"):
        make_act(order, {other.lines.get(): "1"})


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity"])
def test_absurd_quantities_are_refused(quantity):
    order = make_priced_order()
    with pytest.raises(acts.NotAQuantity, match="above 0"):
        make_act(order, {order.lines.get(): quantity})
    with pytest.raises(acts.NotAQuantity, match="above 0"):
        make_act(order, materials=[(make_material().pk, Decimal(quantity))])
    assert not Act.objects.exists()


def test_an_act_without_lines_is_refused():
    order = make_priced_order()
    with pytest.raises(acts.EmptyAct, match="at least one line"):
        acts.draft_act(order, make_employee(), [], at=timezone.now())


def test_a_line_or_a_material_named_twice_is_refused():
    order, used = make_priced_order(Ordered(quantity="2")), (make_material().pk, Decimal(1))
    half = ActLineDraft(order.lines.get().pk, Decimal(1))
    with pytest.raises(acts.NamedTwice, match="once"):
        acts.draft_act(order, make_employee(), [half, half], at=timezone.now())
    with pytest.raises(acts.NamedTwice, match="once"):
        acts.draft_act(order, make_employee(), [half], materials=[used, used], at=timezone.now())


def test_a_counter_act_negates_lines_and_materials_under_its_own_number():
    order, material = make_priced_order(Ordered("10.00", "3", discount="10")), make_material()
    act = make_posted_act(order, materials=[(material.pk, Decimal("0.125"))])
    counter = acts.reverse(act, event=make_event("unpost_act"), on=today())
    assert counter.reverses_id == act.pk
    assert counter.number != act.number
    assert [(line.quantity, line.gross, line.amount) for line in counter.lines.all()] == [
        (Decimal(-3), Decimal(-30), Decimal(-27))
    ]
    assert act_materials(counter) == [(material.pk, Decimal("-0.125"))]
    assert acts.standing_total(order) is None
    assert acts.standing_quantity_by_line(order) == {}
    act = Act.objects.get(pk=act.pk)
    assert (act.is_reversed, act.is_standing, counter.is_standing) == (True, False, False)


def test_an_act_is_reversed_once_and_a_counter_act_never():
    act = make_posted_act(make_priced_order())
    counter = acts.reverse(act, event=make_event(), on=today())
    for gone in (act, counter):
        with pytest.raises(acts.NotStanding, match="does not stand any more"):
            acts.reverse(gone, event=make_event(), on=today())


def test_a_draft_cannot_be_reversed():
    with pytest.raises(acts.NotStanding, match="nothing to reverse"):
        acts.reverse(make_act(make_priced_order()), event=make_event(), on=today())


def test_unposting_can_leave_a_draft_that_says_the_same():
    order, material, helper = make_priced_order(Ordered("10", "3")), make_material(), make_employee()
    act = make_posted_act(order, materials=[(material.pk, Decimal(2))], assistant=helper, automatic=True)
    acts.reverse(act, event=make_event(), on=today())
    copy = acts.draft_copy(act, at=timezone.now())
    assert not copy.is_posted
    assert (copy.performer, copy.assistant, copy.is_automatic) == (act.performer, helper, True)
    assert [(line.line_id, line.quantity) for line in copy.lines.all()] == [
        (line.line_id, line.quantity) for line in act.lines.all()
    ]
    assert act_materials(copy) == act_materials(act)


def test_drafts_can_be_deleted_and_posted_acts_cannot():
    order = make_priced_order(Ordered(quantity="3"))
    line = order.lines.get()
    posted, first = make_posted_act(order, {line: "1"}), make_act(order, {line: "1"})
    make_act(order, {line: "1"})
    acts.delete_draft(first)
    assert Act.objects.count() == 2
    acts.delete_drafts(order)
    with pytest.raises(acts.NotDraft):
        acts.delete_draft(posted)
    assert list(Act.objects.all()) == [posted]


def test_facts_of_an_act_tell_lines_and_materials():
    order, material = make_priced_order(Ordered("10.00", "2", discount="5")), make_material()
    act = make_posted_act(order, materials=[(material.pk, Decimal("1.5"))])
    line = act.lines.get()
    assert act_facts(act) == [
        ActFact(line.pk, order.lines.get().pk, Decimal(2), Decimal(20), Decimal(19), "EUR")
    ]
    assert act_materials(act) == [(material.pk, Decimal("1.5"))]


def test_the_database_itself_refuses_to_change_a_posted_act():
    act = make_posted_act(make_priced_order(), materials=[(make_material().pk, Decimal(1))])
    changes = [
        lambda: Act.objects.filter(pk=act.pk).update(posted_on=date(2020, 1, 1)),
        lambda: ActLine.objects.filter(act=act).update(amount=Decimal(1)),
        lambda: act.materials.update(quantity=Decimal(9)),
        lambda: ActLine.objects.filter(act=act).delete(),
        lambda: act.materials.all().delete(),
    ]
    for change in changes:
        with pytest.raises((IntegrityError, Error), match="is booked"), transaction.atomic():
            change()
    assert act.lines.get().amount == Decimal(100)


def test_numbers_of_acts_follow_the_mask_and_start_anew_each_year():
    settings = LabSettings.load()
    settings.act_mask = "WORK.{yy}.{n}"
    settings.save()
    days = [date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1)]
    numbers = [make_posted_act(make_priced_order(), on=on).number for on in days]
    assert numbers == ["WORK.26.1", "WORK.26.2", "WORK.27.1"]
