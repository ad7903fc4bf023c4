"""A merge is taken back: exactly what it moved goes back, and what was booked across the two is refused by name."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.standing import balances
from customers.models import Contact, MergeTakenBack
from orders.models import Order
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from tests.use_cases.test_merge_customers import pays
from verification.invariants import violations
from workflow.drawing_up.change_customer import change_customer
from workflow.life.realize_order import realize_order
from workflow.merging.merge_customers import merge_customers
from workflow.merging.merge_patients import merge_patients
from workflow.merging.take_back_merge import take_back_merge
from workflow.money.record_payment import pay_from_advance
from workflow.money.refund_advance import refund_advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def north():
    return make_counterparty(name="North")


@pytest.fixture
def nord():
    return make_counterparty(name="Nord", phone="2", email="nord@example.org", tags=["near"])


@pytest.fixture
def order_of(lab, by):
    def order(customer, status="realized"):
        line = make_line(lab.polish, performer=lab.anna)
        return make_order(line, customer=customer, status=status, by=by())

    return order


def test_both_are_as_before(north, nord, order_of, by):
    mine, theirs = order_of(north), order_of(nord)
    pays(nord, by, "10.00", theirs)
    contact = make_contact(counterparty=nord)
    before = balances(north), balances(nord)
    merge = merge_customers(north.pk, nord.pk, by("manager"), fill=["phone", "email"])
    cause = by("manager")
    taken_back = take_back_merge(merge.pk, cause, reason="two clinics after all")
    for row in (north, nord, contact):
        row.refresh_from_db()
    assert (nord.is_active, nord.merged_into, contact.counterparty) == (True, None, nord)
    assert (north.phone, north.email, list(north.tags.all())) == ("", "", [])
    assert (balances(north), balances(nord)) == before
    assert Order.objects.get(customer=nord) == theirs
    assert Order.objects.get(customer=north) == mine
    assert taken_back.event.reason == "two clinics after all"
    change = {"field": "customer", "before": "North", "after": "Nord"}
    said = {"role": "manager", "reason": "two clinics after all", "changes": [change]}
    assert_booked(theirs, "take_back_merge", cause, **said)
    assert violations() == {}


def test_what_came_since_stays_and_what_was_changed_since_is_let_be(north, nord, by):
    given_away, rewritten = make_order(customer=nord, by=by()), make_order(customer=nord, by=by())
    merge = merge_customers(north.pk, nord.pk, by("manager"), fill=["phone"])
    since, third = make_order(customer=north, by=by()), make_counterparty()
    change_customer(given_away.pk, by(), customer=third)
    north.refresh_from_db()
    north.phone = "3"
    north.save()
    take_back_merge(merge.pk, by("manager"), reason="wrong")
    north.refresh_from_db()
    assert north.phone == "3"
    customers = dict(Order.objects.values_list("pk", "customer"))
    assert customers == {given_away.pk: third.pk, rewritten.pk: nord.pk, since.pk: north.pk}


def test_an_order_at_work_keeps_the_contact_that_it_names(north, nord, by):
    """Else nobody could change it any more: its contact would be another customer's."""
    weber, own = make_contact(counterparty=nord, name="Weber"), make_contact(counterparty=north, name="Own")
    moved = make_order(customer=nord, contact_id=weber.pk, by=by())
    merge = merge_customers(north.pk, nord.pk, by("manager"))
    since = make_order(customer=north, contact_id=weber.pk, by=by())
    named = f"Order {since.number} names Weber, who would be the other's: choose another contact first."
    with refused(f"It cannot be taken back. {named}"):
        take_back_merge(merge.pk, by("manager"), reason="wrong")
    Order.objects.filter(pk=since.pk).update(contact=own)
    Order.objects.filter(pk=moved.pk).update(contact=own)
    with refused(f"It cannot be taken back. Order {moved.number} names Own"):
        take_back_merge(merge.pk, by("manager"), reason="wrong")
    Order.objects.filter(pk=moved.pk).update(contact=weber)
    take_back_merge(merge.pk, by("manager"), reason="wrong")
    assert dict(Order.objects.values_list("pk", "contact__counterparty")) == {
        moved.pk: nord.pk,
        since.pk: north.pk,
    }


def test_an_order_at_work_of_an_owner_keeps_the_animal(by):
    make_settings(owners_may_order=True)
    ada, ida = make_owner(name="Ada"), make_owner(name="Ida")
    rex = make_patient(name="Rex", kind="animal", owner=ida)
    merge = merge_customers(ada.pk, ida.pk, by("manager"))
    since = make_order(customer=ada, patient_id=rex.pk, by=by())
    with refused(f"It cannot be taken back. Order {since.number} is for Rex, who would be the other's"):
        take_back_merge(merge.pk, by("manager"), reason="wrong")
    Order.objects.filter(pk=since.pk).update(patient=None)
    take_back_merge(merge.pk, by("manager"), reason="wrong")
    rex.refresh_from_db()
    assert rex.owner == ida


def test_patients_are_two_again(by):
    eve, eva = make_patient(name="Eve"), make_patient(name="Eva", born_on=date(1980, 1, 2), species="")
    order = make_order(patient_id=eva.pk, by=by())
    merge = merge_patients(eve.pk, eva.pk, by("manager"), fill=["born_on"])
    since = make_order(patient_id=eve.pk, by=by())
    take_back_merge(merge.pk, by("manager"), reason="two sisters")
    for row in (eve, eva, order, since):
        row.refresh_from_db()
    assert (eve.born_on, eva.merged_into) == (None, None)
    assert (order.patient, since.patient) == (eva, eve)


def test_an_order_that_was_realized_since_stands_in_the_way(north, nord, order_of, by):
    order = order_of(nord, "produced")
    merge = merge_customers(north.pk, nord.pk, by("manager"))
    realize_order(order.pk, by())
    with refused(f"It cannot be taken back. Order {order.number} was realized since: unrealize it first."):
        take_back_merge(merge.pk, by("manager"), reason="wrong")


def test_money_that_went_across_stands_in_the_way(north, nord, order_of, by):
    mine = order_of(north)
    payment = pays(nord, by, "40.00")
    merge = merge_customers(north.pk, nord.pk, by("manager"))
    pay_from_advance(north, by("accountant"), currency="EUR", parts=[(mine, Decimal("30.30"))])
    said = f"Payment {payment.number} was used for order {mine.number} since: reverse it first."
    with refused(f"It cannot be taken back. {said}"):
        take_back_merge(merge.pk, by("manager"), reason="wrong")


def test_a_refund_across_stands_in_the_way(north, nord, by):
    payment = pays(nord, by, "40.00")
    merge = merge_customers(north.pk, nord.pk, by("manager"))
    refund = refund_advance(
        north, by("accountant"), amount=Decimal(5), currency="EUR", refunded_on=timezone.localdate(),
        method="bank", reason="too much", payment=payment,
    )  # fmt: skip
    with refused(f"It cannot be taken back. Refund {refund.number} was taken of payment {payment.number}"):
        take_back_merge(merge.pk, by("manager"), reason="wrong")


def test_the_last_merge_is_taken_back_first(north, nord, by):
    south = make_counterparty(name="South")
    contact = make_contact(counterparty=nord)
    first = merge_customers(north.pk, nord.pk, by("manager"))
    second = merge_customers(south.pk, north.pk, by("manager"))
    nord.refresh_from_db()
    assert nord.merged_into == south
    with refused("It cannot be taken back. North itself was merged into South since"):
        take_back_merge(first.pk, by("manager"), reason="wrong")
    take_back_merge(second.pk, by("manager"), reason="wrong")
    nord.refresh_from_db()
    assert nord.merged_into == north
    assert violations() == {}
    take_back_merge(first.pk, by("manager"), reason="wrong")
    assert Contact.objects.get() == contact
    assert contact.counterparty == nord


def test_once_with_a_reason_by_who_may(north, nord, by):
    merge = merge_customers(north.pk, nord.pk, by("manager"))
    with refused("Say why."):
        take_back_merge(merge.pk, by("manager"), reason=" ")
    with refused("Your role does not allow this."):
        take_back_merge(merge.pk, by("accountant"), reason="wrong")
    take_back_merge(merge.pk, by("manager"), reason="wrong")
    with refused("This merge is taken back already."):
        take_back_merge(merge.pk, by("manager"), reason="again")
    assert MergeTakenBack.objects.count() == 1
    merge_customers(nord.pk, north.pk, by("manager"))
