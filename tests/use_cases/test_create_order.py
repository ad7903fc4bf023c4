"""Create: a new order in drafting with its number, lines, tasks and markers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from lab.performers import AssistsHimself, NotAPerformer
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee, make_settings
from tests.factories.orders import make_draft, make_line, make_technician
from tests.use_cases.evidence import assert_booked, last_event, refused
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import DraftRefused, PatientDetails
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


def test_everything_that_was_asked_stands_on_the_order(by, lab):
    clinic, urgent = make_counterparty(), Marker.objects.create(name="Urgent")
    contact, patient = make_contact(counterparty=clinic), make_patient()
    draft = make_draft(
        make_line(lab.crown, quantity="2.5", performer=lab.anna, assistant=lab.ben,
                  discount_percent=Decimal(10), details={"teeth": "11, 12", "note": ""}),
        make_line(lab.polish, unit_price=Decimal("25.00")),
        customer=clinic, contact_id=contact.pk, patient_id=patient.pk, instructions="Mind the bite",
        patient=PatientDetails(kind="person", name="Jo Field", sex="female", age="41"), marker_ids=(urgent.pk,),
    )  # fmt: skip
    cause = by("manager")
    order = Order.objects.get(pk=create_order(draft, cause).pk)

    assert (order.status, order.version, order.final_price) == (Status.DRAFTING, 1, None)
    assert (order.customer, order.contact, order.patient) == (clinic, contact, patient)
    assert (order.patient_name, order.patient_sex, order.patient_age) == ("Jo Field", "female", "41")
    assert (order.due_on, order.instructions, order.created_at) == (draft.due_on, "Mind the bite", cause.at)
    assert list(order.markers.all()) == [urgent]
    crown, polish = order.lines.all()
    assert (crown.quantity, crown.unit_price, crown.gross, crown.amount) == (Decimal("2.5"), 120, 300, 270)
    assert (crown.price_rule, crown.tax_percent, crown.details) == ("service", 20, {"teeth": "11, 12"})
    assert (polish.unit_price, polish.price_rule) == (25, "typed")
    tasks = order.tasks.all()
    assert [(t.line, t.performer, t.assistant, t.state) for t in tasks] == [
        (crown, lab.anna, lab.ben, "todo"), (polish, None, None, "todo"),
    ]  # fmt: skip
    row = assert_booked(order, "create", cause, role="manager", moved=("", "drafting"))
    assert row.version == 1


def test_numbers_follow_the_mask_and_the_counter(by):
    make_settings(order_mask="ORD-{n:03}")
    numbers = [create_order(make_draft(), by()).number for _ in range(3)]
    assert numbers == ["ORD-001", "ORD-002", "ORD-003"]


def test_it_may_be_empty_while_it_is_drafted(by):
    order = create_order(replace(make_draft(), lines=(), due_on=None), by())
    assert (order.lines.count(), order.due_on) == (0, None)


def test_a_refused_order_draws_no_number(by):
    draft, cause = make_draft(make_line(make_service(is_active=False))), by("manager")
    with refused("“Service", DraftRefused):
        create_order(draft, cause)
    good = make_draft()
    assert create_order(good, cause).number_serial == 1


def test_an_owners_order_is_taken_only_where_the_settings_say_so(by):
    draft, cause = make_draft(customer=make_owner()), by("manager")
    make_settings(owners_may_order=False)
    with refused("Orders of animal owners are not taken", DraftRefused):
        create_order(draft, cause)
    make_settings(owners_may_order=True)
    assert create_order(draft, cause).customer_id == draft.customer_id


def test_a_patient_of_another_owner_is_refused_and_a_clinic_may_bring_any(by):
    make_settings(owners_may_order=True)
    owner = make_owner()
    cat = make_patient(kind="animal", owner=make_owner())
    draft, cause = make_draft(customer=owner, patient_id=cat.pk), by("manager")
    with refused("This patient belongs to another owner.", DraftRefused):
        create_order(draft, cause)
    assert create_order(make_draft(patient_id=cat.pk), cause).patient == cat
    assert create_order(make_draft(customer=cat.owner, patient_id=cat.pk), cause).patient == cat


GONE = 10**9


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"customer_id": GONE}, "This customer does not exist any more."),
        ({"contact_id": GONE}, "This contact does not exist any more."),
        ({"patient_id": GONE}, "This patient is not in the register any more."),
    ],
)
def test_what_does_not_exist_any_more_is_named(by, wrong, sentence):
    draft, cause = replace(make_draft(), **wrong), by("manager")
    with refused(sentence, DraftRefused):
        create_order(draft, cause)


def test_a_contact_of_another_customer_is_refused(by):
    draft, cause = make_draft(contact_id=make_contact().pk), by("manager")
    with refused("This contact belongs to another customer.", DraftRefused):
        create_order(draft, cause)


def test_services_gone_inactive_or_without_an_exchange_rate_are_refused(by):
    cause = by("manager")
    wrong = {
        "A service that you chose is not in the catalogue any more.": {"service_id": GONE},
        "“Old” is not on sale any more.": {"service_id": make_service(name="Old", is_active=False).pk},
        "There is no exchange rate between USD and EUR": {
            "service_id": make_service(name="Far", currency="USD").pk
        },
    }
    for sentence, change in wrong.items():
        draft = make_draft(make_line(), replace(make_line(), **change))
        with refused(sentence):
            create_order(draft, cause)


def test_nobody_assists_himself_and_only_performers_perform(by, lab):
    cause, clerk = by("manager"), make_employee(roles=["accountant"])
    gone = make_technician(is_active=False)
    alone = make_draft(make_line(lab.crown, performer=lab.anna, assistant=lab.anna))
    with refused("Nobody assists himself", AssistsHimself):
        create_order(alone, cause)
    for people in ({"performer": clerk}, {"performer": lab.anna, "assistant": clerk}, {"performer": gone}):
        draft = make_draft(make_line(lab.crown, **people))
        with refused("A chosen performer does not work here as a performer any more.", NotAPerformer):
            create_order(draft, cause)


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_only_managers_draw_orders_up(by, role):
    draft, cause = make_draft(), by(role)
    with refused("Your role does not allow this.", StepRefused):
        create_order(draft, cause)


def test_the_day_of_the_number_is_the_laboratorys(by):
    newyear = replace(by(), at=timezone.datetime(2027, 1, 1, 0, 30, tzinfo=timezone.get_default_timezone()))
    assert create_order(make_draft(due_on=date(2027, 1, 8)), newyear).number_year == 2027
    assert last_event(Order.objects.get()).event.at == newyear.at
