"""Use cases refuse what only forms refused: each is called with what no form would hand over."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from catalog.models import Service
from catalog.save_service import save_service
from common.refusals import Refused
from customers.models import Contact, Counterparty, Patient
from customers.save_counterparty import save_counterparty
from customers.save_patient import save_patient
from lab.team import PersonDetails, edit_employee, edit_own_details, invite_employee
from orders.models import Marker
from orders.states import Status
from payroll.rate_book import add_rate
from stock.ledger import ReceivedLine, receive
from stock.models import Warehouse
from tests.access.digests import digest
from tests.factories.catalog import make_material, make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import finished, make_draft, make_line, make_order, make_technician
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.mark_order import mark_order
from workflow.drawing_up.record_delivery import record_delivery
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.life.reopen_order import reopen_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.submit_order import submit_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment, use_advance
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, NOBODY_MEANS = TODAY - timedelta(days=1), (date(26, 11, 25), date(9999, 1, 1), date(1, 1, 1))


def off(row):
    type(row)._base_manager.filter(pk=row.pk).update(is_active=False)
    row.is_active = False
    return row


def refusals(lab, by):
    """(what, call) of everything that has to be refused; each call is made in a transaction of its own."""
    yield from _drawing_up(lab, by)
    yield from _changes(lab, by)
    yield from _acts(lab, by)
    yield from _money_and_stock(lab, by)
    yield from _registers(lab, by)


def _drawing_up(lab, by):
    line, gone = make_line(lab.crown), off(make_counterparty())
    contact = off(make_contact())
    owner, cat = make_owner(), make_patient(kind="animal", owner=make_owner())
    wrong_lines = {
        "no quantity": replace(line, quantity=Decimal(0)),
        "a negative price": replace(line, unit_price=Decimal(-1)),
        "a discount over 100": replace(line, discount_percent=Decimal(101)),
        "a negative discount": replace(line, discount_percent=Decimal(-1)),
        "a service off sale": make_line(off(make_service())),
        "a performer who left": make_line(lab.crown, performer=off(make_technician())),
        "an assistant who left": make_line(lab.crown, assistant=off(make_technician())),
    }
    wrong = {name: make_draft(one) for name, one in wrong_lines.items()} | {
        "an inactive customer": make_draft(line, customer=gone),
        "an owner": make_draft(line, customer=owner),
        "a contact of another": make_draft(line, contact_id=make_contact().pk),
        "an inactive contact": make_draft(line, customer=contact.counterparty, contact_id=contact.pk),
        "a marker that is off": make_draft(line, marker_ids=(off(Marker.objects.create(name="Old")).pk,)),
        "a marker that is not there": make_draft(line, marker_ids=(987654,)),
        "yesterday": make_draft(line, due_on=YESTERDAY),
        **{f"the year {day.year}": make_draft(line, due_on=day) for day in NOBODY_MEANS},
    }
    standing = make_order(make_line(lab.crown), by=by())
    for what, draft in wrong.items():
        yield f"create_order: {what}", lambda draft=draft: create_order(draft, by())
        yield f"edit_order: {what}", lambda draft=draft: edit_order(standing.pk, draft, by())
    source = make_order(by=by())
    off(source.customer)
    yield "copy_order: an inactive customer", lambda: copy_order(source.pk, by())
    held = make_order(by=by(), patient_id=cat.pk)
    for what, customer in {"inactive": gone, "an owner": owner}.items():
        yield f"change_customer: {what}", lambda c=customer: change_customer(held.pk, by(), customer=c)
    yield (
        "change_customer: a contact who is gone",
        lambda: change_customer(held.pk, by(), customer=contact.counterparty, contact=contact),
    )


def _changes(lab, by):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    drafting, produced = make_order(by=by()), make_order(status=Status.PRODUCED, by=by())
    review, realized = make_order(status=Status.REVIEW, by=by()), make_order(status=Status.REALIZED, by=by())
    for day in (YESTERDAY, *NOBODY_MEANS):
        yield f"update_due_date: {day}", lambda d=day: update_due_date(order.pk, by(), due_on=d)
        yield (
            f"submit_order: {day}",
            lambda d=day: submit_order(drafting.pk, by(), awaited="x", expected_on=d),
        )
        yield f"hold_order: {day}", lambda d=day: hold_order(order.pk, by(), awaited="x", expected_on=d)
    for day in NOBODY_MEANS:
        yield f"record_delivery: {day}", lambda d=day: record_delivery(produced.pk, by(), shipped_on=d)
    yield (
        "record_delivery: before it was shipped",
        lambda: record_delivery(produced.pk, by(), shipped_on=TODAY, delivered_on=YESTERDAY),
    )
    yield "record_delivery: a long carrier", lambda: record_delivery(produced.pk, by(), carrier="x" * 101)
    yield "hold_order: no reason", lambda: hold_order(order.pk, by(), awaited=" ", expected_on=TODAY)
    yield (
        "hold_order: a long reason",
        lambda: hold_order(order.pk, by(), awaited="x" * 201, expected_on=TODAY),
    )
    yield "cancel_order: no reason", lambda: cancel_order(order.pk, by(), reason="")
    yield "reopen_order: no reason", lambda: reopen_order(produced.pk, by(), reason="")
    yield "unrealize_order: no reason", lambda: unrealize_order(realized.pk, by(), reason="")
    yield (
        "return_order_to_production: no reason",
        lambda: return_order_to_production(review.pk, by(), reason="", task_ids=finished(review.pk)),
    )
    yield (
        "return_order_to_production: no task",
        lambda: return_order_to_production(review.pk, by(), reason="again", task_ids=[order.tasks.get().pk]),
    )
    marker = off(Marker.objects.create(name="Off"))
    yield "mark_order: a marker that is off", lambda: mark_order(order.pk, by(), markers=[marker])
    for text in ("", "  ", "x" * 5001):
        yield f"comment_on_order: {len(text)} signs", lambda t=text: comment_on_order(order.pk, by(), text=t)
    left, task = off(make_technician()), order.tasks.get()
    yield "assign_task: one who left", lambda: assign_task(task.pk, by(), performer=left)


def _acts(lab, by):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    act, left, gone = Act.objects.drafts().get(order=order), off(make_technician()), off(make_material())
    one = [ActLineDraft(order.lines.get().pk, Decimal(1))]
    none = [ActLineDraft(order.lines.get().pk, Decimal(0))]
    wrong = {
        "one who left": {"performer": left, "lines": one},
        "an assistant who left": {"performer": lab.anna, "assistant": left, "lines": one},
        "nothing": {"performer": lab.anna, "lines": []},
        "no quantity": {"performer": lab.anna, "lines": none},
        "a material out of use": {"performer": lab.anna, "lines": one, "materials": [(gone.pk, Decimal(1))]},
        "no material": {"performer": lab.anna, "lines": one, "materials": [(lab.ceramic.pk, Decimal(0))]},
    }
    for what, said in wrong.items():
        yield f"draft_act: {what}", lambda s=said: draft_act(order.pk, by(), **s)
        yield f"edit_act: {what}", lambda s=said: edit_act(order.pk, by(), act_id=act.pk, **s)


def _money_and_stock(lab, by):
    customer, order = make_counterparty(), make_order(by=by())
    right = {"amount": Decimal(5), "currency": "EUR", "received_on": TODAY, "method": "bank"}
    wrong = [
        {"amount": Decimal(0)},
        {"amount": Decimal(-5)},
        {"amount": Decimal("0.001")},
        {"method": "shells"},
    ]
    wrong += [{"currency": "eur"}, {"received_on": TODAY + timedelta(days=1)}]
    wrong += [{"received_on": day} for day in NOBODY_MEANS]
    for one in wrong:
        yield f"record_payment: {one}", lambda o=one: record_payment(customer, by(), **{**right, **o})
    yield "use_advance: nothing", lambda: use_advance(order.pk, by(), amount=Decimal(0))
    rate = {"role": "performer", "employee": None, "service": None, "kind": "percent", "figure": Decimal(30)}
    wrong = [
        {"figure": Decimal(-1)},
        {"figure": Decimal(101)},
        {"role": "boss"},
        {"employee": off(make_technician())},
    ]
    wrong += [{"service": off(make_service())}, {"kind": "fixed", "figure": Decimal(-1)}]
    wrong += [{"valid_from": day} for day in NOBODY_MEANS]
    for one in wrong:
        yield f"add_rate: {one}", lambda o=one: add_rate(**{"valid_from": TODAY, **rate, **o}, cause=by())
    material = lab.ceramic.pk
    lines = {
        "nothing": [],
        "no quantity": [ReceivedLine(material, Decimal(0))],
        "a negative cost": [ReceivedLine(material, Decimal(1), unit_cost=Decimal(-1))],
        "a material out of use": [ReceivedLine(off(make_material()).pk, Decimal(1))],
    }
    came = {"supplier": "", "received_on": TODAY, "note": ""}
    house = Warehouse.objects.default()
    for what, said in lines.items():
        yield f"receive: {what}", lambda s=said: receive(house, s, **came, cause=by())
    for day in (TODAY + timedelta(days=1), *NOBODY_MEANS):
        one = [ReceivedLine(material, Decimal(1))]
        yield (
            f"receive: {day}",
            lambda d=day, o=one: receive(house, o, **{**came, "received_on": d}, cause=by()),
        )


def _registers(lab, by):
    owner = make_owner()
    make_patient(kind="animal", owner=owner)
    owner.kind = "legal"
    wrong = [Counterparty(name=""), Counterparty(name="x" * 201), Counterparty(name="X", kind="band"), owner]
    wrong += [Counterparty(name="X", is_owner=True), Counterparty(name="X", email="nowhere")]
    for one in wrong:
        yield f"save_counterparty: {vars(one)}", lambda o=one: save_counterparty(o, by())
    customer = make_counterparty()
    yield (
        "save_counterparty: a nameless contact",
        lambda: save_counterparty(customer, by(), contacts=[Contact()]),
    )
    gone = off(make_owner())
    wrong = [Patient(name=""), Patient(name="X", owner=make_owner()), Patient(name="X", sex="both")]
    wrong += [
        Patient(name="X", kind="animal", owner=gone),
        Patient(name="X", born_on=TODAY + timedelta(days=1)),
    ]
    for one in wrong:
        yield f"save_patient: {vars(one)}", lambda o=one: save_patient(o, by())
    for change in ({"price": Decimal(-1)}, {"code": ""}, {"currency": "eu"}, {"lead_days": 366}):
        service = Service.objects.get(pk=lab.polish.pk)
        vars(service).update(change)
        yield f"save_service: {change}", lambda s=service: save_service(s, by(), asks_for={}, norms={})
    for norms in ({lab.ceramic.pk: Decimal(0)}, {off(make_material()).pk: Decimal(1)}, {987654: Decimal(1)}):
        service = Service.objects.get(pk=lab.polish.pk)
        yield (
            f"save_service: {norms}",
            lambda s=service, n=norms: save_service(s, by(), asks_for={}, norms=n),
        )
    for wrong_ in ({"name": ""}, {"username": ""}, {"username": "two words"}, {"email": "nowhere"}):
        person = PersonDetails(**{"username": "new", "name": "New", **wrong_})
        yield f"invite_employee: {wrong_}", lambda p=person: invite_employee(p, ["manager"], by())
        yield f"edit_employee: {wrong_}", lambda p=person: edit_employee(lab.anna.pk, p, by())
    yield "edit_own_details", lambda: edit_own_details("nowhere", "", by())


def test_each_is_refused_in_words_and_leaves_nothing(by, lab):
    make_settings(owners_may_order=False)
    cases = list(refusals(lab, by))
    before, wrong = digest(), []
    for what, call in cases:
        try:
            with transaction.atomic():
                call()
                wrong.append(f"{what}: done")
                transaction.set_rollback(True)
        except Refused as refused:
            wrong += [] if str(refused).strip() else [f"{what}: refused without a word"]
        except Exception as fault:
            wrong.append(f"{what}: {type(fault).__name__} {fault}")
    assert not wrong, "\n".join(wrong)
    assert digest() == before
    assert len(cases) > 130


def test_what_an_order_holds_already_may_stay(by, lab):
    """The control: the customer, contact, marker and people of an order outlive being switched off."""
    make_settings(owners_may_order=True)
    marker, contact = Marker.objects.create(name="Rush"), make_contact()
    line = make_line(lab.crown, performer=lab.anna)
    draft = make_draft(line, customer=contact.counterparty, contact_id=contact.pk, marker_ids=(marker.pk,))
    order = create_order(draft, by())
    for row in (marker, contact, contact.counterparty, lab.anna, lab.crown):
        off(row)
    kept = replace(draft, lines=(replace(line, line_id=order.lines.get().pk),), instructions="as before")
    assert edit_order(order.pk, kept, by()).instructions == "as before"
    assert order.tasks.get().performer == lab.anna
