"""Edit: the order's own fields and, while the state allows it, its lines; what was booked stays as it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.models import Act
from billing.standing import free_advance, tied_advance_of
from documents.models import Attachment
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee, make_settings
from tests.factories.orders import make_draft, make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.acts.post_act import post_act
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.drafts import DraftRefused, LineDraft, OrderDraft, PatientDetails
from workflow.drawing_up.edit_order import edit_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


def as_it_stands(order) -> OrderDraft:
    """The draft that the form would hand over if nobody typed anything."""
    tasks = {task.line_id: task for task in order.tasks.all()}
    names = ("kind", "name", "sex", "age", "species", "breed", "owner")
    return OrderDraft(
        customer_id=order.customer_id,
        contact_id=order.contact_id,
        patient_id=order.patient_id,
        patient=PatientDetails(**{name: getattr(order, f"patient_{name}") for name in names}),
        due_on=order.due_on,
        instructions=order.instructions,
        marker_ids=tuple(order.markers.values_list("pk", flat=True)),
        lines=tuple(
            LineDraft(
                service_id=line.service_id,
                quantity=line.quantity,
                line_id=line.pk,
                discount_percent=line.discount_percent,
                details=line.details,
                performer_id=tasks[line.pk].performer_id,
                assistant_id=tasks[line.pk].assistant_id,
            )
            for line in order.lines.current()
        ),
    )


def with_line(draft, at=0, **changes) -> OrderDraft:
    """The draft with one line changed."""
    lines = list(draft.lines)
    lines[at] = replace(lines[at], **changes)
    return replace(draft, lines=tuple(lines))


@pytest.fixture
def order(by, lab):
    lines = (make_line(lab.crown, performer=lab.anna), make_line(lab.polish, performer=lab.ben))
    return make_order(*lines, by=by())


@pytest.fixture
def started(by, lab):
    line = make_line(lab.crown, quantity="2", performer=lab.anna)
    return make_order(line, status=Status.PRODUCTION, by=by())


def test_changes_are_told_before_and_after_and_amounts_are_marked_as_money(by, lab, order):
    draft = replace(with_line(as_it_stands(order), quantity=Decimal(2)), due_on=date(2035, 1, 4))
    cause, line, was_due = by("manager", version=1), order.lines.first(), order.due_on
    edited = edit_order(order.pk, draft, cause)

    edited.refresh_from_db()
    assert edited.version == 2
    crown = f"{lab.crown.code} Crown"
    row = assert_booked(
        edited, "edit", cause, role="manager",
        changes=[
            {"field": "due", "before": was_due.isoformat(), "after": "2035-01-04"},
            {"field": f"line {line.pk}", "before": f"1 × {crown}", "after": f"2 × {crown}"},
            {"field": f"line {line.pk} price", "before": "120.00 = 120.00", "after": "120.00 = 240.00", "money": True},
        ],
    )  # fmt: skip
    assert row.version == 2


def test_nothing_changed_books_nothing(by, order):
    draft, cause = as_it_stands(order), by("manager", version=1)
    before = last_event(order)
    assert edit_order(order.pk, draft, cause).version == 1
    assert last_event(order) == before


def test_a_marker_alone_makes_no_version(by, order):
    urgent = Marker.objects.create(name="Urgent")
    edit_order(order.pk, replace(as_it_stands(order), marker_ids=(urgent.pk,)), by())
    order.refresh_from_db()
    assert order.version == 1
    assert list(order.markers.all()) == [urgent]
    assert last_event(order).changes == [{"field": "markers", "before": "", "after": "Urgent"}]
    assert violations() == {}


def test_a_removed_line_goes_with_its_task_but_its_row_stays(by, order):
    draft = as_it_stands(order)
    edit_order(order.pk, replace(draft, lines=draft.lines[:1]), by())
    assert [line.is_removed for line in order.lines.all()] == [False, True]
    assert order.tasks.current().count() == 1
    assert [change["after"] for change in last_event(order).changes] == ["", "", ""]


def test_prices_stay_frozen_until_somebody_types_another(by, lab, order):
    lab.crown.price = Decimal(500)
    lab.crown.save()
    edited = edit_order(order.pk, with_line(as_it_stands(order), quantity=Decimal(3)), by())
    line = edited.lines.first()
    assert (line.unit_price, line.amount, line.price_rule) == (120, 360, "service")
    edit_order(order.pk, with_line(as_it_stands(order), unit_price=Decimal("99.90")), by())
    line.refresh_from_db()
    assert (line.unit_price, line.amount, line.price_rule) == (Decimal("99.90"), Decimal("299.70"), "typed")


def test_another_service_on_the_line_takes_its_own_price(by, lab, order):
    edited = edit_order(order.pk, with_line(as_it_stands(order), service_id=lab.polish.pk), by())
    line = edited.lines.first()
    assert (line.service, line.code, line.unit_price) == (lab.polish, lab.polish.code, Decimal("30.30"))
    assert line.tasks.current().get().title == "Polish"


def test_a_line_whose_service_is_no_longer_on_sale_stays(by, lab, order):
    lab.crown.is_active = False
    lab.crown.save()
    edited = edit_order(order.pk, replace(as_it_stands(order), instructions="as before"), by())
    assert edited.lines.current().count() == 2
    draft, cause = as_it_stands(order), by("manager")
    another = replace(draft, lines=(*draft.lines, make_line(lab.crown)))
    with refused("“Crown” is not on sale any more.", DraftRefused):
        edit_order(order.pk, another, cause)


def test_in_production_the_draft_acts_follow_the_lines(by, lab, started):
    draft = with_line(as_it_stands(started), quantity=Decimal(3))
    edit_order(
        started.pk, replace(draft, lines=(*draft.lines, make_line(lab.polish, performer=lab.ben))), by()
    )
    acts = {act.performer: act for act in Act.objects.filter(order=started)}
    assert acts[lab.anna].lines.get().quantity == 3
    assert acts[lab.anna].materials.get().quantity == Decimal("7.5")
    assert acts[lab.ben].lines.get().amount == Decimal("30.30")
    assert violations() == {}


@pytest.mark.parametrize(
    "change", [{"quantity": Decimal(3)}, {"unit_price": Decimal(1)}, {"discount_percent": Decimal(5)}]
)
def test_a_line_covered_by_a_standing_act_is_frozen(by, started, change):
    post_act(started.pk, by(), act_id=Act.objects.get().pk)
    draft, cause = as_it_stands(started), by("manager")
    changed = with_line(draft, **change)
    with refused("“Crown” is covered by a posted act. Unpost the act to change the line.", DraftRefused):
        edit_order(started.pk, changed, cause)
    with refused("“Crown” is covered by a posted act.", DraftRefused):
        edit_order(started.pk, replace(draft, lines=()), cause)


def test_beside_a_covered_line_others_may_still_come(by, lab, started):
    post_act(started.pk, by(), act_id=Act.objects.get().pk)
    draft = as_it_stands(started)
    details = with_line(draft, details={"note": "polished twice"})
    edit_order(started.pk, replace(details, lines=(*details.lines, make_line(lab.polish))), by())
    assert started.lines.current().count() == 2
    assert violations() == {}


def test_no_line_comes_or_goes_where_a_posted_one_would_be_charged_otherwise(by, lab, started):
    """What concerns the whole order is split over all lines: an act that stands has its share of it already."""
    draft = as_it_stands(started)
    polish = make_line(lab.polish, performer=lab.ben)
    edit_order(started.pk, replace(draft, lines=(*draft.lines, polish)), by())
    discount_order(started.pk, by(), amount=Decimal(10))
    post_act(started.pk, by(), act_id=Act.objects.get(performer=lab.anna).pk)
    draft, cause = as_it_stands(Order.objects.get(pk=started.pk)), by("manager")
    for lines in (draft.lines[:1], (*draft.lines, make_line(lab.polish))):
        with refused("An act is posted at the present price, and the discount, rush or tax", DraftRefused):
            edit_order(started.pk, replace(draft, lines=lines), cause)
    assert violations() == {}


@pytest.mark.parametrize("status", [Status.REVIEW, Status.PRODUCED])
def test_in_later_states_lines_are_frozen_and_the_rest_is_not(by, status):
    order = make_order(status=status, by=by())
    draft, cause = as_it_stands(order), by("manager")
    with refused("The services of the order are frozen in its present state.", StepRefused):
        edit_order(order.pk, draft, cause)
    edited = edit_order(order.pk, replace(draft, lines=None, instructions="by courier"), cause)
    assert edited.instructions == "by courier"
    assert violations() == {}


def test_a_line_that_somebody_removed_meanwhile_is_named(by, order):
    draft, cause = as_it_stands(order), by("manager")
    edit_order(order.pk, replace(draft, lines=draft.lines[1:]), by())
    with refused("A line that you changed is not on the order any more.", DraftRefused):
        edit_order(order.pk, draft, cause)


def test_a_line_of_another_order_is_not_taken_over(by, order):
    other, cause = make_order(by=by()), by("manager")
    draft = replace(as_it_stands(order), lines=as_it_stands(other).lines)
    with refused("A line that you changed is not on the order any more.", DraftRefused):
        edit_order(order.pk, draft, cause)


def test_one_line_is_not_written_twice(by, order):
    draft, cause = as_it_stands(order), by("manager")
    twice = replace(draft, lines=(draft.lines[0], replace(draft.lines[0], quantity=Decimal(9))))
    with refused(error=DraftRefused):
        edit_order(order.pk, twice, cause)


def test_another_customer_frees_the_advances_of_the_former(by, order):
    record_payment(
        order.customer, by(), amount=Decimal(40), currency="EUR", received_on=timezone.localdate(),
        method="cash", order_id=order.pk,
    )  # fmt: skip
    other = make_counterparty()
    edit_order(order.pk, replace(as_it_stands(order), customer_id=other.pk), by())
    assert tied_advance_of(order) == 0
    assert free_advance(order.customer, "EUR") == 40
    assert violations() == {}


def test_head_and_people_are_refused_as_when_drawing_up(by, lab, order):
    make_settings(owners_may_order=True)
    draft, cause, owner = as_it_stands(order), by("manager"), make_owner()
    clerk, cat = make_employee(roles=["accountant"]), make_patient(kind="animal", owner=make_owner())
    wrong = {
        "This contact belongs to another customer.": replace(draft, contact_id=make_contact().pk),
        "This patient belongs to another owner.": replace(draft, customer_id=owner.pk, patient_id=cat.pk),
        "Nobody assists himself": with_line(draft, assistant_id=lab.anna.pk),
        "A chosen performer does not work here": with_line(draft, performer_id=clerk.pk),
        "There is no exchange rate between USD and EUR": replace(
            draft, lines=(make_line(make_service(name="Far", currency="USD")),)
        ),
    }
    for sentence, asked in wrong.items():
        with refused(sentence):
            edit_order(order.pk, asked, cause)


def test_a_performer_who_left_stays_on_the_task_that_he_has(by, lab, order):
    lab.anna.is_active = False
    lab.anna.save()
    edited = edit_order(order.pk, replace(as_it_stands(order), instructions="go on"), by())
    assert edited.tasks.first().performer == lab.anna


def test_a_stale_page_changes_nothing(by, order):
    edit_order(order.pk, replace(as_it_stands(order), instructions="first"), by(version=1))
    draft, cause = make_draft(), by("manager", version=1)
    with refused("The order has changed", StaleOrder) as caught:
        edit_order(order.pk, draft, cause)
    assert (caught.value.yours, caught.value.now) == (1, 2)


def test_another_customer_or_patient_of_the_same_name_is_another(by):
    one, two = make_counterparty(name="City Clinic"), make_counterparty(name="City Clinic")
    rex = make_patient(name="Rex", kind="animal")
    details = PatientDetails(kind="animal", name="Rex")
    order = make_order(customer=one, patient=details, by=by())
    edited = edit_order(order.pk, replace(as_it_stands(order), customer_id=two.pk, patient_id=rex.pk), by())
    edited.refresh_from_db()
    assert (edited.customer, edited.patient, edited.version) == (two, rex, 2)


def test_files_dropped_onto_the_form_are_told_and_make_no_version(by, order):
    cause, tray = by("manager"), uuid4()
    waiting = {"key": "ab/x", "name": "scan.stl", "size": 3, "sha256": "0" * 64, "uploaded_at": cause.at}
    file = Attachment.objects.create(tray=tray, uploaded_by=cause.actor, **waiting)
    edited = edit_order(order.pk, replace(as_it_stands(order), tray=tray), cause)
    file.refresh_from_db()
    assert (file.order, file.tray, edited.version) == (order, None, 1)
    assert last_event(order).changes == [{"field": "file", "before": "", "after": "scan.stl"}]
