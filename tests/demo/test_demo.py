"""The demonstration: as large and varied as promised, its books in order, its past believable."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as installation
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django.utils import timezone

from billing.bank.reading import read_file
from billing.bank.statement import number_alone, sound
from billing.bank_lines import counts_of
from billing.matching import proposals_for
from billing.models import Act, BankImport, ClosingDocument, Payment, PriceAdjustment, Refund, Sending
from billing.price import story_of
from billing.to_process import LONG, sections
from catalog.models import Material, Service, ServiceGroup
from customers.models import Counterparty, Patient
from demo.bank import FILE
from documents.models import (
    Attachment,
    CriticalCall,
    Document,
    DocumentRevision,
    DocumentState,
    DocumentValue,
)
from lab.calendar import calendar_of_the_house
from lab.demo_people import demo_people
from lab.models import Absence, Employee, Event, Holiday, WeekdayHours
from lab.roles import Role
from orders.models import Comment, Order, OrderEvent
from orders.states import Status
from payroll.models import ClosedMonth, PayQuestion, PaySheet, PaySheetEntry
from stock.models import Lot, Receipt, StockCount, StockMovement
from stock.standing import expiring, low_count
from tests.factories.lab import make_employee

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the command said when it built the demonstration: once for all tests here, gone after them."""
    data = tmp_path_factory.mktemp("demo")
    places = {"LABSITE_DATA": data, "LABSITE_FILES": data / "files", "LABSITE_DEMO": True}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**places):
            told = StringIO()
            call_command("demo", stdout=told)
            yield told.getvalue(), places
        transaction.set_rollback(True)


@pytest.fixture
def demo(said, db, settings):
    """The demonstration, with its folder as the installation's."""
    told, places = said
    for name, value in places.items():
        setattr(settings, name, value)
    return told


# First, because the demonstration is there from the next test to the last.
def test_where_people_are_nothing_is_built(db):
    make_employee()
    told = StringIO()
    call_command("demo", stdout=told)
    assert "nothing was changed" in told.getvalue()
    assert Order.objects.count() == 0
    assert Employee.objects.people().count() == 1
    assert not (installation.LABSITE_DATA / "demo_password").exists()


def test_it_is_as_large_as_promised(demo):
    assert Service.objects.count() >= 60
    assert {group.department for group in ServiceGroup.objects.all()} == {"Dental", "Veterinary"}
    assert Counterparty.objects.filter(pk__in=Order.objects.values("customer")).count() >= 20
    assert Counterparty.objects.count() >= 25
    assert Patient.objects.count() >= 60
    assert set(Patient.objects.values_list("kind", flat=True)) == {"person", "animal"}
    assert Employee.objects.people().count() == 8
    assert {role for person in Employee.objects.people() for role in person.roles_held()} == set(Role)
    assert Receipt.objects.count() >= 5
    assert Lot.objects.exclude(expires_on=None).count() >= 15
    assert min(low_count(), expiring(timezone.localdate()).count()) >= 1
    assert StockMovement.objects.filter(kind="correction", why="broken").exists()
    assert StockMovement.objects.filter(kind="count").count() == 2
    assert StockCount.objects.filter(booked=None).exists()
    assert Material.objects.count() >= 20
    assert Order.objects.count() >= 120
    assert Attachment.objects.count() >= 30
    assert Comment.objects.filter(is_internal=True).exists()


def test_every_state_has_its_orders(demo):
    states = Counter(Order.objects.values_list("status", flat=True))
    assert all(states[status] >= 3 for status in Status), states


def test_the_orders_spread_over_the_last_four_months(demo):
    moments = list(Order.objects.values_list("created_at", flat=True))
    assert timezone.now() - min(moments) > timedelta(days=110)
    assert timezone.now() - max(moments) < timedelta(days=7)
    assert len({(moment.year, moment.month) for moment in moments}) >= 4


def test_every_turn_that_an_order_may_take_is_there(demo):
    verbs = set(OrderEvent.objects.values_list("verb", flat=True))
    steps = {"hold", "return_to_production", "reopen", "unrealize", "cancel", "restore", "take_down"}
    beside = {"change_customer", "update_due", "deliver", "comment", "attach_file", "use_advance", "edit"}
    beside |= {"discount", "adjust_price"}
    by_hand = {"draft_act", "edit_act", "delete_act", "post_act", "unpost_act"}
    assert steps | beside | by_hand <= verbs
    assert Order.objects.filter(copied_from__isnull=False).exists()
    assert Order.objects.filter(markers__isnull=False).exists()
    assert StockMovement.objects.filter(shortage_overridden=True).exists()
    assert Act.objects.filter(reverses__isnull=False).exists()


def test_prices_were_talked_about(demo):
    assert Order.objects.filter(discount_percent=10).exists()
    assert Order.objects.filter(discount_amount=5).exists()
    told = {adjustment.order for adjustment in PriceAdjustment.objects.select_related("order")}
    assert Status.REALIZED in {order.status for order in told}
    assert any(story_of(order).is_off for order in told)


def test_money_goes_over_three_charges_is_taken_back_and_given_back(demo):
    over_three = Payment.objects.standing().get(reference="Three invoices, rest follows")
    assert over_three.allocations.count() == 3
    assert Payment.objects.reversed().exists()
    assert Refund.objects.standing().exists()


def test_some_orders_are_late_and_some_are_due_soon(demo):
    today = timezone.localdate()
    assert Order.objects.overdue(today).count() >= 3
    assert Order.objects.open().due_between(today, today + timedelta(days=7)).count() >= 5


def test_nothing_happens_in_the_future_or_while_the_laboratory_is_closed(demo):
    calendar = calendar_of_the_house()
    for moment in Event.objects.values_list("at", flat=True):
        here = timezone.localtime(moment)
        assert moment <= timezone.now()
        assert calendar.works(here.date()), here
        assert 7 <= here.hour <= 17, here


def test_the_calendar_has_hours_exceptions_and_people_who_are_away(demo):
    assert len({row.hours for row in WeekdayHours.objects.all()}) == 3
    assert {True, False} == {row.hours is None for row in Holiday.objects.all()}
    assert {True, False} == {row.leaves is None for row in Absence.objects.all()}


def test_numbers_were_drawn_in_the_order_of_time(demo):
    for model, day in ((Order, "created_at"), (Act, "posted_on"), (Payment, "event__at")):
        rows = model.objects.filter(number__isnull=False).order_by("number_year", "number_serial")
        days = list(rows.values_list(day, flat=True))
        assert days == sorted(days), model


def test_every_event_was_done_by_a_person_of_the_laboratory_save_the_first_invitation(demo):
    by_nobody = Event.objects.exclude(actor__in=Employee.objects.people())
    assert list(by_nobody.values_list("verb", flat=True)) == ["invite_employee"]
    assert not Event.objects.filter(actor__password__startswith="!").exclude(actor__is_service_account=True)


def test_its_books_are_in_order(demo):
    told = StringIO()
    call_command("verify", stdout=told)
    assert "Every invariant holds." in told.getvalue()


def test_the_door_names_seven_people_and_a_password_that_opens_it(demo, client, settings):
    people = demo_people()
    assert len(people) == 7
    assert len(people[0].password) >= 12
    assert people[0].password in demo
    assert people[0].password in client.get("/login/", follow=True).content.decode()
    assert client.login(
        request=client.request().wsgi_request, username=people[0].username, password=people[0].password
    )
    settings.LABSITE_DEMO = False
    assert demo_people() == []


def test_a_second_time_nothing_is_done(demo):
    before, told = Event.objects.count(), StringIO()
    call_command("demo", stdout=told)
    assert "nothing was changed" in told.getvalue()
    assert Event.objects.count() == before


def test_people_are_paid_month_by_month_and_ask_about_their_pay(demo):
    closed = list(ClosedMonth.objects.all())
    assert len(closed) >= 2
    assert closed[-1].last < timezone.localdate()
    sheets = PaySheet.objects.finished()
    assert sheets.count() >= 6
    assert not PaySheet.objects.drafts().exists()
    assert PaySheetEntry.objects.filter(entry__reverses__isnull=False).exists()  # corrections are netted
    assert PayQuestion.objects.open().count() == 1
    assert PayQuestion.objects.closed().exists()


def test_one_paper_stands_for_five_orders_and_is_overdue_and_some_papers_are_not_sent(demo):
    papers = ClosingDocument.objects.annotate(named=Count("orders")).filter(kind="closing")
    (together,) = papers.filter(named__gt=1)
    assert together.named == 5
    late = {one.name: one for one in sections(timezone.localdate(), bound=LONG)}
    assert together.customer_id in {group.customer_id for group in late["overdue"].groups}
    assert 3 <= late["unsent"].count <= ClosingDocument.objects.count() / 3
    assert Counterparty.objects.filter(payment_days=30).exists()
    assert Sending.objects.standing().values("how").distinct().count() >= 3


def test_a_bank_statement_waits_with_every_kind_of_line_and_the_next_is_a_file_to_bring(demo, said):
    parked = BankImport.objects.get()
    counts = counts_of([parked])[parked.pk]
    assert (counts.open, counts.out, counts.taken) == (counts.total - 3, 3, 0)
    proposals = proposals_for(parked).values()
    assert {proposal.confidence for proposal in proposals} >= {"sure", "likely", ""}
    assert any(len(proposal.parts) > 1 for proposal in proposals)
    _told, places = said
    statement = sound(read_file((places["LABSITE_DATA"] / FILE).read_bytes()), ours=parked.account)
    digests = {line.digest(number_alone(parked.account), parked.currency) for line in statement.lines}
    known = parked.lines.filter(digest__in=digests).count()
    assert 0 < known < len(statement.lines)


def test_documents_tell_of_abnormal_values_and_of_how_they_were_before(demo):
    released = Document.objects.current().filter(state=DocumentState.RELEASED)
    assert released.count() >= 30
    assert {document.kind for document in released} >= {"protocol", "conclusion", "prescription"}
    flags = Counter(DocumentValue.objects.current().exclude(flag="").values_list("flag", flat=True))
    assert flags["H"] >= 10
    assert flags["L"] >= 3
    assert CriticalCall.objects.count() == flags["HH"] + flags["LL"] > 0
    again = released.filter(kind="protocol").values("order__patient", "document_type")
    assert again.annotate(n=Count("pk")).filter(n__gte=2, order__patient__isnull=False).exists()


def test_one_protocol_was_amended_after_it_was_sent_and_others_are_half_filled(demo):
    (second,) = DocumentRevision.objects.filter(number=2)
    assert second.changes[0]["field"] == "Potassium"
    assert any(field.get("flag") for part in second.snapshot["sections"] for field in part["fields"])
    assert second.document.revisions.get(number=1).handovers.exists()
    assert Document.objects.unfinished().filter(values__isnull=False).exists()
