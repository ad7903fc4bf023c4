"""Copy: a new order with its own number, of whatever state the source is."""

from decimal import Decimal

import pytest
from django.utils import timezone

from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner
from tests.factories.lab import make_settings
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, digest, refused
from verification.invariants import violations
from workflow.drawing_up.copy_order import after_copying, copy_order
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.drafts import DraftRefused, PatientDetails
from workflow.drawing_up.due_dates import propose_due
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status.values)
def test_an_order_in_any_state_is_copied_and_itself_unchanged(by, lab, status):
    source = make_order(make_line(lab.crown, performer=lab.anna), status=status, by=by())
    events, version, cause = source.events.count(), source.version, by("manager")
    copy = copy_order(source.pk, cause)

    copy.refresh_from_db()
    source.refresh_from_db()
    assert (copy.status, copy.version, copy.final_price) == (Status.DRAFTING, 1, None)
    assert copy.copied_from == source
    assert copy.number != source.number
    assert (source.status, source.version, source.events.count()) == (status, version, events)
    assert_booked(copy, "create", cause, role="manager", moved=("", "drafting"))
    assert violations() == {}


def test_it_asks_for_the_same_proposes_the_day_anew_and_leaves_the_people_open(by, lab):
    clinic = make_counterparty()
    contact = make_contact(counterparty=clinic)
    source = make_order(
        make_line(lab.crown, quantity="2", performer=lab.anna, discount_percent=Decimal(10), details={"teeth": "11"}),
        customer=clinic, contact_id=contact.pk, instructions="Mind the bite",
        patient=PatientDetails(kind="animal", name="Rex", species="dog", owner="Jo Field"), by=by(),
    )  # fmt: skip
    copy = copy_order(source.pk, by())
    line = copy.lines.get()
    assert (copy.customer, copy.contact, copy.instructions) == (clinic, contact, "Mind the bite")
    assert copy.due_on == propose_due([lab.crown], timezone.localdate()).day
    assert (copy.patient_name, copy.patient_species, copy.patient_owner) == ("Rex", "dog", "Jo Field")
    assert (line.quantity, line.discount_percent, line.details) == (2, 10, {"teeth": "11"})
    assert (line.tasks.get().performer, line.tasks.get().state) == (None, "todo")


def test_prices_are_those_of_the_catalogue_today(by, lab):
    source = make_order(make_line(lab.crown, unit_price=Decimal(1)), by=by())
    lab.crown.price = Decimal(150)
    lab.crown.save()
    assert copy_order(source.pk, by()).lines.get().amount == 150


def test_what_is_no_longer_on_sale_and_what_was_removed_stays_behind(by, lab):
    source = make_order(make_line(lab.crown), make_line(lab.polish), by=by())
    lab.crown.is_active = False
    lab.crown.save()
    assert [line.service for line in copy_order(source.pk, by()).lines.all()] == [lab.polish]
    source.lines.filter(service=lab.polish).update(is_removed=True)
    assert not copy_order(source.pk, by()).lines.exists()


def test_an_owners_order_is_not_copied_once_the_settings_say_no(by):
    make_settings(owners_may_order=True)
    source, cause = make_order(customer=make_owner(), by=by()), by("manager")
    make_settings(owners_may_order=False)
    with refused("Orders of animal owners are not taken", DraftRefused):
        copy_order(source.pk, cause)


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_managers_copy(by, role):
    source, cause = make_order(by=by()), by(role)
    with refused("Your role does not allow this.", StepRefused):
        copy_order(source.pk, cause)
    assert digest()


def test_a_discount_on_the_whole_order_is_not_copied_and_the_copy_says_so(by):
    order = make_order(make_line(make_service(price=Decimal(100)), discount_percent=Decimal(5)), by=by())
    assert after_copying(order) == ""
    order = discount_order(order.pk, by(), percent=Decimal(10))
    copied = copy_order(order.pk, by())
    assert (copied.has_discount, copied.lines.get().discount_percent) == (False, 5)
    assert f"The discount of order {order.number} was not copied." in after_copying(order)
