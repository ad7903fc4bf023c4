"""Two customers become one: what goes on stands with the one that stays, what is booked stays and is read together."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.balance_sheet import totals
from billing.models import ClosingDocument, Payment, ReceivableEntry
from billing.owed import owed
from billing.standing import balances, free_advance, open_charges
from billing.statements import ages, statements
from customers.models import Counterparty, CustomerPriceList
from orders.models import Order
from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.orders import make_draft, make_line, make_order
from tests.use_cases.evidence import assert_booked, refused, rows_of
from verification.invariants import violations
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.create_order import create_order
from workflow.life.realize_order import realize_order
from workflow.life.unrealize_order import unrealize_order
from workflow.merging.merge_customers import merge_customers
from workflow.merging.pairs import CustomerPair
from workflow.money.record_payment import pay_from_advance, record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment

pytestmark = pytest.mark.django_db
BOOKED = (ReceivableEntry, Payment, ClosingDocument)


@pytest.fixture
def north():
    return make_counterparty(name="North", phone="1", tags=["chain"])


@pytest.fixture
def nord():
    return make_counterparty(name="Nord", email="nord@example.org", phone="2", tags=["chain", "near"])


@pytest.fixture
def realized(lab, by):
    """``realized(customer)``: an order that was charged, 30.30."""

    def order(customer):
        return make_order(
            make_line(lab.polish, performer=lab.anna), customer=customer, status="realized", by=by()
        )

    return order


def pays(customer, by, amount, order=None):
    return record_payment(
        customer, by("accountant"), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="bank", reference=f"of {amount}", order_id=order and order.pk,
    )  # fmt: skip


def test_what_goes_on_moves_and_what_is_booked_stays(north, nord, realized, by):
    order, open_one = realized(nord), make_order(customer=nord, by=by())
    pays(nord, by, "10.00", order)
    contact, address = make_contact(counterparty=nord), make_address(counterparty=nord)
    booked = [rows_of(model) for model in BOOKED]
    cause = by("manager")
    merge_customers(north.pk, nord.pk, cause, fill=["email", "phone"])
    north.refresh_from_db()
    nord.refresh_from_db()
    assert (nord.merged_into, nord.is_active) == (north, False)
    assert (north.email, north.phone) == ("nord@example.org", "1")
    assert {tag.name for tag in north.tags.all()} == {"chain", "near"}
    assert set(Order.objects.filter(customer=north)) == {order, open_one}
    for row in (contact, address):
        row.refresh_from_db()
        assert row.counterparty == north
    change = {"field": "customer", "before": "Nord", "after": "North"}
    assert_booked(order, "merge_customers", cause, role="manager", reason="Nord", changes=[change])
    assert [rows_of(model) for model in BOOKED] == booked
    assert violations() == {}


def test_the_balance_is_that_of_both_wherever_it_is_asked(north, nord, realized, by):
    first, second = realized(north), realized(nord)
    pays(nord, by, "40.00")
    merge_customers(north.pk, nord.pk, by("manager"))
    whole, today = Decimal("20.60"), timezone.localdate()
    assert balances(north) == {"EUR": whole}
    assert free_advance(north, "EUR") == Decimal(40)
    assert [charge.order for charge in open_charges(north, "EUR")] == [first, second]
    assert {(one.customer_id, one.open) for one in owed(today)} == {(north.pk, Decimal("60.60"))}
    (told,) = statements([north], today, today)
    assert (told.closing, len(told.lines)) == (whole, 3)
    assert ages(Counterparty.objects.values("pk"), today)[north.pk, "EUR"].balance == whole
    assert [one.balance for one in totals([north])] == [whole]


def test_money_of_one_pays_what_the_other_owes(north, nord, realized, by):
    mine = realized(north)
    payment = pays(nord, by, "40.00")
    merge_customers(north.pk, nord.pk, by("manager"))
    pay_from_advance(north, by("accountant"), currency="EUR", parts=[(mine, Decimal("30.30"))])
    today = timezone.localdate()
    refund_advance(
        north, by("accountant"), amount=Decimal("9.70"), currency="EUR", refunded_on=today, method="bank",
        reason="too much", payment=payment,
    )  # fmt: skip
    assert balances(north) == {"EUR": Decimal(0)}
    unrealize_order(mine.pk, by(), reason="wrong")
    assert free_advance(north, "EUR") == 0
    assert violations() == {}


def test_a_payment_of_the_one_that_went_is_reversed_and_recorded_with_the_one_that_stays(
    north, nord, realized, by
):
    order = realized(nord)
    payment = pays(nord, by, "30.30", order)
    merge_customers(north.pk, nord.pk, by("manager"))
    reverse_payment(payment.pk, by("accountant"), reason="wrong")
    assert pays(nord, by, "5.00").customer == north
    assert balances(north) == {"EUR": Decimal("25.30")}
    assert violations() == {}


def test_an_advance_that_waits_for_an_order_settles_it(north, nord, lab, by):
    order = make_order(make_line(lab.polish, performer=lab.anna), customer=nord, status="produced", by=by())
    pays(nord, by, "30.30", order)
    merge_customers(north.pk, nord.pk, by("manager"))
    realize_order(order.pk, by())
    assert open_charges(north, "EUR") == []
    assert violations() == {}


def test_animals_have_the_owner_that_stays(by):
    anna, ann = make_owner(name="Anna"), make_owner(name="Ann")
    rex = make_patient(kind="animal", owner=ann)
    merge_customers(anna.pk, ann.pk, by("manager"))
    rex.refresh_from_db()
    assert rex.owner == anna
    assert " anna" in rex.search_text


def test_price_lists_and_addresses_of_the_one_that_goes_stay_where_the_other_has_its_own(north, nord, by):
    CustomerPriceList.objects.create(counterparty=nord, valid_from=timezone.localdate())
    make_address(counterparty=north)
    address = make_address(counterparty=nord)
    pair = CustomerPair(north, nord)
    assert len(list(pair.staying())) == 2
    merge_customers(north.pk, nord.pk, by("manager"))
    address.refresh_from_db()
    assert (address.counterparty, north.price_lists.count()) == (nord, 0)


def test_what_is_refused(north, nord, by):
    third = make_counterparty()
    with refused("Your role does not allow this."):
        merge_customers(north.pk, nord.pk, by("accountant"))
    with refused("Nobody is merged with himself."):
        merge_customers(north.pk, north.pk, by("manager"))
    ann = make_owner(name="Ann")
    with refused("Ann is an owner of animals, and Nord is not."):
        merge_customers(ann.pk, nord.pk, by("manager"))
    make_patient(kind="animal", owner=ann)
    with refused("Animals of Ann are registered, and North is a legal person."):
        merge_customers(north.pk, ann.pk, by("manager"))
    merge_customers(north.pk, nord.pk, by("manager"))
    with refused("Nord has been merged into North already."):
        merge_customers(third.pk, nord.pk, by("manager"))


def test_what_was_looked_at_must_still_stand(north, nord, realized, by):
    seen = CustomerPair(north, nord).digest()
    pays(nord, by, "1.00")
    with refused("Something has changed since you looked."):
        merge_customers(north.pk, nord.pk, by("manager"), seen=seen)
    assert CustomerPair(north, nord).digest() == CustomerPair(north, nord).digest()
    assert CustomerPair(nord, north).digest() != CustomerPair(north, nord).digest()


def test_nobody_orders_for_a_customer_who_was_merged(north, nord, by):
    order = make_order(by=by())
    merge_customers(north.pk, nord.pk, by("manager"))
    nord.refresh_from_db()
    draft = make_draft(customer=nord)
    with refused("Nord has been merged into North. Choose that one."):
        create_order(draft, by())
    with refused("Nord has been merged into North. Choose that one."):
        change_customer(order.pk, by(), customer=nord)
