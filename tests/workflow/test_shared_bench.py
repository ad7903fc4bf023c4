"""A shared bench computer: nobody is logged in there, and a badge says who scans."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from lab.badges import issue_badge, revoke_badge
from lab.models import Badge, BenchScan, Event
from lab.once import new_token
from lab.shared_bench import KEY
from lab.team import deactivate_employee, switch_roles
from orders.bench_codes import Action, Kind, written
from orders.models import Order, OrderEvent
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import PASSWORD, client_of, make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_employee("Mara Chief", roles=["administrator"])


@pytest.fixture
def tom():
    return make_technician(name="Tom Weber")


@pytest.fixture
def bench(chief) -> Client:
    return shared_by(chief)


def shared_by(person) -> Client:
    client = client_of(person)
    assert client.post("/bench/share/", {"form_token": new_token()}).url == "/bench/"
    return client


def badge_of(person, chief) -> str:
    """The digits of a new badge."""
    return written(Kind.BADGE, int(issue_badge(person.pk, make_cause(chief)).number))


def order_for(person) -> Order:
    return make_order(make_line(make_service(name="Crown"), performer=person), status=Status.PRODUCTION)


def scan(client, code, *, person=None, **more):
    """Scanned at the page as it stands, unless it shows another ``person``."""
    shown = client.get("/bench/").context["at"].person if person is None else person
    sent = {"code": code, "form_token": new_token(), "person": shown.pk if shown else "", **more}
    return client.post("/bench/", sent, follow=True).context["answer"]


def scan_order(client, order, **more):
    return scan(client, written(Kind.ORDER, order.pk), **more)


def pause(client, seconds: int):
    """As if the last scan had been so long ago."""
    session = client.session
    seen = parse_datetime(session[KEY]["seen_at"]) - timedelta(seconds=seconds)
    session[KEY] = session[KEY] | {"seen_at": seen.isoformat()}
    session.save()


def test_whoever_shares_the_bench_is_logged_out_by_it(bench, chief):
    assert SESSION_KEY not in bench.session
    assert Event.objects.get(verb="share_bench").actor == chief
    page = bench.get("/bench/")
    assert "Scan your badge" in page.content.decode()
    assert chief.name not in page.content.decode()
    for address in ("/", "/work/", "/orders/", "/team/", "/admin/", "/bench/codes.pdf"):
        assert "login/?next=" in bench.get(address).url


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_sharing_needs_the_permission(role):
    client = client_of(make_employee(roles=[role]))
    assert client.post("/bench/share/", {"form_token": new_token()}).status_code == 403
    assert KEY not in client.session


def test_without_a_badge_nothing_is_done(bench, tom):
    order = order_for(tom)
    assert scan_order(bench, order)["what"] == "Scan your badge first."
    assert scan(bench, order.number)["what"] == "Scan your badge first."
    assert scan(bench, written(Kind.ACTION, Action.WHO))["what"] == "Scan your badge first."
    assert order.tasks.get().state == "todo"


def test_work_is_done_by_the_owner_of_the_badge_and_the_event_says_where(bench, chief, tom):
    order = order_for(tom)
    assert scan(bench, badge_of(tom, chief))["title"] == "Tom Weber"
    assert scan_order(bench, order)["title"] == "Started"
    event = OrderEvent.objects.filter(order=order).latest("pk").event
    assert (event.actor, event.role, event.reason) == (tom, "technician", "at the shared bench")
    assert order.tasks.get().performer == tom


def test_the_badge_has_the_rights_of_its_owner_alone(chief, tom):
    """A manager may hold an order under review; a technician at the manager's bench may not."""
    line, bench = make_line(make_service(), performer=tom), shared_by(chief)
    order = make_order(line, status=Status.REVIEW)
    scan(bench, badge_of(tom, chief))
    scan(bench, written(Kind.ACTION, Action.HOLD))
    assert scan_order(bench, order)["what"] == "Your role does not allow this."
    assert Order.objects.get(pk=order.pk).status == "review"


def test_two_minutes_without_a_scan_end_it(bench, chief, tom):
    order = order_for(tom)
    scan(bench, badge_of(tom, chief))
    pause(bench, 119)
    assert scan_order(bench, order, person=tom)["title"] == "Started"
    pause(bench, 119)
    assert bench.get("/bench/").context["at"].person == tom
    pause(bench, 1)
    page = bench.get("/bench/")
    assert page.context["at"].person is None
    assert "Tom Weber" not in page.content.decode()
    assert scan_order(bench, order, person=tom)["what"] == "Scan your badge first."


def test_reading_the_page_does_not_prolong_it(bench, chief, tom):
    scan(bench, badge_of(tom, chief))
    pause(bench, 110)
    for _time in range(3):
        bench.get("/bench/")
    pause(bench, 11)
    assert bench.get("/bench/").context["at"].person is None


def test_what_was_asked_for_goes_with_the_person(bench, chief, tom):
    anna = make_technician(name="Anna Keller")
    order = order_for(anna)
    scan(bench, badge_of(tom, chief))
    scan(bench, written(Kind.ACTION, Action.FINISH))
    scan(bench, badge_of(anna, chief))
    assert scan_order(bench, order)["title"] == "Started"


@pytest.mark.parametrize("ending", ["revoked", "let go", "without a role"])
def test_a_badge_that_ends_ends_at_the_next_scan(bench, chief, tom, ending):
    order, code = order_for(tom), badge_of(tom, chief)
    scan(bench, code)
    if ending == "revoked":
        revoke_badge(Badge.objects.get().pk, make_cause(chief))
    elif ending == "let go":
        deactivate_employee(tom.pk, make_cause(chief))
    else:
        switch_roles(tom.pk, ["accountant"], make_cause(chief))
    assert scan_order(bench, order, person=tom)["tone"] == "refused"
    assert scan(bench, code)["what"] == "This badge is not valid."
    assert order.tasks.get().state == "todo"


def test_a_page_that_shows_somebody_else_is_not_believed(bench, chief, tom):
    anna = make_technician(name="Anna Keller")
    order = order_for(tom)
    scan(bench, badge_of(tom, chief))
    answer = scan_order(bench, order, person=anna)
    assert answer["what"] == "Somebody else has scanned a badge meanwhile."
    assert order.tasks.get().state == "todo"


def test_guesses_are_counted_as_wrong_passwords_are_and_shut_the_bench(bench, chief, tom, settings):
    code = badge_of(tom, chief)
    for number in range(settings.AXES_FAILURE_LIMIT):
        assert scan(bench, written(Kind.BADGE, number))["what"] == "This badge is not valid."
    assert AccessAttempt.objects.get().failures_since_start == settings.AXES_FAILURE_LIMIT
    assert "Try again in 15 minutes" in scan(bench, code)["what"]
    assert scan(shared_by(chief), code)["title"] == "Tom Weber"  # another bench is another door


def test_a_good_badge_forgives_no_guesses(bench, chief, tom):
    code = badge_of(tom, chief)
    scan(bench, written(Kind.BADGE, 5))
    scan(bench, code)
    scan(bench, written(Kind.BADGE, 6))
    assert AccessAttempt.objects.get().failures_since_start == 2


@pytest.mark.parametrize("wrong", ["not valid", "read wrong"])
def test_after_a_badge_that_is_not_taken_nobody_works_on_as_the_person_before(bench, chief, tom, wrong):
    order, code = order_for(tom), badge_of(tom, chief)
    scan(bench, code)
    scan(bench, written(Kind.BADGE, 5) if wrong == "not valid" else code[:-1] + str((int(code[-1]) + 1) % 10))
    assert scan_order(bench, order, person=tom)["what"] == "Scan your badge first."
    assert order.tasks.get().state == "todo"


def test_a_badge_that_was_read_wrong_is_no_guess(bench, chief, tom):
    code = badge_of(tom, chief)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert scan(bench, wrong)["title"] == "Scan again"
    assert not AccessAttempt.objects.exists()


def test_no_digit_of_a_badge_is_kept_or_shown(bench, chief, tom):
    code = badge_of(tom, chief)
    scan(bench, code)
    assert code[1:-1] not in str(dict(bench.session.items()))
    assert code[1:-1] not in bench.get("/bench/").content.decode()
    assert not BenchScan.objects.filter(code__contains=code[1:-1]).exists()


def test_a_badge_opens_no_other_page(bench, chief):
    scan(bench, badge_of(chief, chief))
    for address in ("/", "/work/", "/orders/", "/team/", "/admin/", "/bench/codes.pdf", "/me/"):
        assert "login/?next=" in bench.get(address).url


def test_a_stranger_does_not_come_to_the_bench():
    client = Client()
    assert "login/?next=" in client.get("/bench/").url
    assert client.post("/bench/end/", {"computer": ""}).status_code == 401
    assert client.post("/bench/", {"code": "1", "form_token": new_token()}).status_code == 401


def test_a_log_in_ends_the_shared_bench(bench, chief, tom):
    scan(bench, badge_of(chief, chief))
    assert bench.post("/login/", {"username": tom.username, "password": PASSWORD}).status_code == 302
    page = bench.get("/bench/")
    assert (page.context["at"].is_shared, page.context["at"].person) == (False, tom)
    assert KEY not in bench.session
    assert bench.session.get_expiry_age() <= 8 * 3600
    bench.post("/logout/")
    assert "login/?next=" in bench.get("/bench/").url


def test_the_person_goes_away_and_then_the_computer(bench, chief, tom):
    scan(bench, badge_of(tom, chief))
    assert bench.post("/bench/end/", {"person": ""}).url == "/bench/"
    assert bench.get("/bench/").context["at"].person is None
    assert bench.post("/bench/end/", {"computer": ""}).url == "/login/"
    assert "login/?next=" in bench.get("/bench/").url


def test_the_bench_stays_shared_over_night_without_anybody_on_it(bench, chief, tom):
    scan(bench, badge_of(tom, chief))
    assert bench.session.get_expiry_date() > timezone.now() + timedelta(days=13)


def test_whoever_logs_in_there_goes_on_from_nothing_that_somebody_else_scanned(bench, chief, tom):
    """Else the first order that is scanned would be put on hold in the name of whoever logged in."""
    scan(bench, badge_of(tom, chief))
    scan(bench, written(Kind.ACTION, Action.HOLD))
    assert bench.get("/bench/").context["armed"]
    nina = make_technician(name="Nina")
    assert bench.post("/login/", {"username": nina.username, "password": PASSWORD}).status_code == 302
    shown = bench.get("/bench/").context
    assert (shown["at"].person, shown["armed"], shown["answer"]) == (nina, None, None)
