"""Calendar feeds: made, replaced, revoked; what their address answers, and to whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from lab.feeds import make_feed, revoke_feed
from lab.models import CalendarFeed, Employee, Event, FeedKind
from lab.once import new_token
from lab.team import deactivate_employee, reactivate_employee, switch_roles
from orders.models import Order, Task
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order
from workflow.drawing_up.drafts import PatientDetails

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_employee("Ada Chief", roles=["administrator"])


@pytest.fixture
def tom():
    return make_employee("Tom Weber", roles=["technician"])


def address(feed: CalendarFeed) -> str:
    return f"/calendar/{feed.secret}.ics"


def read(feed: CalendarFeed) -> list:
    """The events of the feed, as a stranger's program reads them."""
    answer = Client().get(address(feed))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).events


def test_a_new_address_takes_the_place_of_the_one_before(tom):
    first = make_feed(FeedKind.ORDERS, make_cause(tom))
    second = make_feed(FeedKind.ORDERS, make_cause(tom))
    assert len({first.secret, second.secret}) == 2
    assert min(len(first.secret), len(second.secret)) >= 43
    gone = Client().get(address(first))
    assert (gone.status_code, "was revoked" in gone.content.decode()) == (410, True)
    assert read(second) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(employee=tom, kind=second.kind, secret="x", made=second.made)


def test_orders_stand_on_their_days_without_patient_and_amount(tom):
    today = timezone.localdate()
    clinic = make_counterparty(name="Zahnärzte am Markt, Köln")
    order = make_order(
        make_line(),
        status=Status.PRODUCTION,
        customer=clinic,
        patient=PatientDetails(name="Secret Patient"),
        instructions="Secret Patient",
    )
    ended = make_order(make_line(), status=Status.CANCELLED)
    far = make_order(make_line())
    Order.objects.filter(pk=far.pk).update(due_on=today + timedelta(days=500))
    feed = make_feed(FeedKind.ORDERS, make_cause(tom))
    (event,) = read(feed)
    assert event["summary"] == f"{order.number} · Zahnärzte am Markt, Köln"
    assert (event.start, event.end) == (order.due_on, order.due_on + timedelta(days=1))
    assert event["url"] == f"http://testserver/orders/{order.number}/"
    written = Client().get(address(feed)).content.decode()
    assert ended.number not in written
    assert "Secret Patient" not in written
    assert "EUR" not in written
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75


def test_planned_work_is_ones_own_and_has_its_hours(tom):
    other = make_employee(roles=["technician"])
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    for performer in (tom, other):
        order = make_order(make_line(performer=performer), status=Status.PRODUCTION)
        Task.objects.filter(order=order).update(planned_start=start, planned_end=start + timedelta(hours=2))
    make_order(make_line(performer=tom), status=Status.PRODUCTION).tasks.update(planned_start=None)
    mine = Task.objects.get(performer=tom, planned_start__isnull=False)
    (event,) = read(make_feed(FeedKind.WORK, make_cause(tom)))
    assert event["summary"] == f"{mine.title} · {mine.order.number}"
    assert (event.start, event.end) == (start, start + timedelta(hours=2))


def test_an_address_that_never_was_is_not_found_and_revoking_twice_leaves_one_event(tom):
    feed = make_feed(FeedKind.WORK, make_cause(tom))
    assert Client().get("/calendar/made-up.ics").status_code == 404
    for _time in range(2):
        revoke_feed(feed.pk, make_cause(tom))
    assert Event.objects.filter(verb="revoke_feed").count() == 1
    assert Client().get(address(feed)).status_code == 410


def test_whoever_is_let_go_has_no_feed_any_more_also_after_coming_back(ada, tom):
    feed = make_feed(FeedKind.ORDERS, make_cause(tom))
    deactivate_employee(tom.pk, make_cause(ada))
    assert Client().get(address(feed)).status_code == 410
    reactivate_employee(tom.pk, make_cause(ada))
    assert Client().get(address(feed)).status_code == 410


def test_whoever_loses_all_roles_is_told_nothing(ada, tom):
    feed = make_feed(FeedKind.ORDERS, make_cause(tom))
    switch_roles(tom.pk, [], make_cause(ada))
    assert Client().get(address(feed)).status_code == 404


def test_whoever_has_no_work_any_more_has_no_feed_of_it(ada, tom):
    work, orders = (make_feed(kind, make_cause(tom)) for kind in ("work", "orders"))
    switch_roles(tom.pk, ["accountant"], make_cause(ada))
    assert Client().get(address(work)).status_code == 404
    assert Client().get(address(orders)).status_code == 200
    accountant = client_of(Employee.objects.get(pk=tom.pk))
    pressed = accountant.post("/calendar/feeds/work/make/", {"form_token": new_token()})
    assert pressed.status_code == 403


def test_the_page_makes_shows_and_revokes_ones_own(tom):
    client, stranger = client_of(tom), make_feed(FeedKind.WORK, make_cause(make_employee()))
    made = client.post("/calendar/feeds/orders/make/", {"form_token": new_token()}, follow=True)
    feed = CalendarFeed.objects.get(employee=tom)
    assert f"http://testserver{address(feed)}" in made.content.decode()
    assert stranger.secret not in made.content.decode()
    assert client.post("/calendar/feeds/all/make/", {"form_token": new_token()}).status_code == 404
    theirs = f"/calendar/feeds/{stranger.pk}/revoke/"
    assert client.post(theirs, {"form_token": new_token()}).status_code == 404
    client.post(f"/calendar/feeds/{feed.pk}/revoke/", {"form_token": new_token()})
    assert not CalendarFeed.objects.filter(employee=tom).standing().exists()
