"""A service or a person typed by name, where no script runs, in a form that others have overtaken."""

import pytest

from lab.models import Employee
from lab.once import new_token
from orders.models import Marker
from tests.access.forms_on_pages import forms_of
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.mark_order import mark_order
from workflow.plan.assign_task import assign_task

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager():
    return client_of(make_employee("Mara Keller", roles=["manager"]))


@pytest.fixture
def order():
    return make_order(make_line(make_service(code="C-1", name="Crown"), quantity="1"))


def opened(manager, order) -> dict:
    """The form as a browser without scripts sends it back untouched."""
    return form_on(manager.get(f"/orders/{order.number}/edit/")).sent()


def form_on(answer):
    (form,) = [one for one in forms_of(answer) if "customer" in one.choices]
    return form


def edited(manager, order):
    """Another changes a field of the form: it comes back with both versions, and is sent again as it came."""
    others = opened(manager, order) | {"instructions": "Call before noon", "form_token": new_token()}
    assert manager.post(f"/orders/{order.number}/edit/", others).status_code == 302


def marked(_manager, order):
    """Another gives the order a marker, which makes no version: the form is laid over it at once."""
    mark_order(order.pk, cause("manager"), markers=[Marker.objects.create(name="Rush")])


def saved(manager, order, sent: dict, meanwhile):
    """The answer to a form that was overtaken, and then sent as it came back where that was asked."""
    meanwhile(manager, order)
    url = f"/orders/{order.number}/edit/"
    answer = manager.post(url, sent | {"form_token": new_token()})
    if meanwhile is edited:
        assert answer.status_code == 409
        answer = manager.post(url, form_on(answer).sent(form_token=new_token()))
    return answer


def with_line(sent: dict, **fields) -> dict:
    place = int(sent["lines-TOTAL_FORMS"])
    line = {"line": "", "service": "", "quantity": "2", "performer": "", "assistant": "", **fields}
    return (
        sent
        | {"lines-TOTAL_FORMS": place + 1}
        | {f"lines-{place}-{name}": said for name, said in line.items()}
    )


def codes(order) -> list[str]:
    return [line.code for line in order.lines.current().order_by("position")]


def services_of_digits():
    """A service called by digits that are also the id of another one."""
    other = make_service(code="X-9", name="Other")
    return make_service(code=str(other.pk), name="Digits"), other


overtaken = pytest.mark.parametrize("meanwhile", [edited, marked])


@overtaken
@pytest.mark.parametrize("typed", ["B-7", "b-7 bridge", "B–7 Bridge"])
def test_a_new_line_keeps_the_service_that_was_named(manager, order, typed, meanwhile):
    make_service(code="B-7", name="Bridge")
    answer = saved(manager, order, with_line(opened(manager, order), service_named=typed), meanwhile)
    assert answer.status_code == 302
    assert codes(order) == ["C-1", "B-7"]


@overtaken
def test_a_line_that_stands_takes_the_service_and_the_person_that_were_named(manager, order, meanwhile):
    make_service(code="B-7", name="Bridge")
    make_technician(name="Anna Weber")
    named = {"lines-0-service_named": "B-7 Bridge", "lines-0-performer_named": "anna weber"}
    assert saved(manager, order, opened(manager, order) | named, meanwhile).status_code == 302
    assert codes(order) == ["B-7"]
    assert order.tasks.current().get().performer.name == "Anna Weber"


@overtaken
@pytest.mark.parametrize("place", ["stands", "new"])
def test_a_name_of_digits_is_a_name(manager, order, place, meanwhile):
    """It is also the id of another service."""
    other = make_service(code="X-9", name="Other")
    digits = make_service(code=str(other.pk), name="Digits")
    assert saved(manager, order, naming(manager, order, place, digits.code), meanwhile).status_code == 302
    assert digits.code in codes(order)
    assert "X-9" not in codes(order)


@overtaken
@pytest.mark.parametrize("place", ["stands", "new"])
@pytest.mark.parametrize("what", ["an id", "the id that stands", "Brigde", "0"])
def test_what_names_nothing_comes_back_as_it_was_typed(manager, order, place, what, meanwhile):
    ids = {
        "an id": str(make_service(code="X-9", name="Other").pk),
        "the id that stands": str(order.lines.get().service_id),
    }
    named = ids.get(what, what)
    answer = saved(manager, order, naming(manager, order, place, named), meanwhile)
    assert answer.status_code == 422
    assert f"“{named}” is not in the list." in answer.content.decode()
    assert codes(order) == ["C-1"]
    texts = form_on(answer).texts
    assert named in [said for name, said in texts.items() if name.endswith("service_named")]


def test_digits_that_name_nothing_stand_on_the_page_of_two_versions_as_they_were_typed(manager, order):
    other = make_service(code="X-9", name="Other")
    sent = naming(manager, order, "stands", str(other.pk))
    theirs = naming(manager, order, "stands", "X-9") | {"form_token": new_token()}
    url = f"/orders/{order.number}/edit/"
    assert manager.post(url, theirs).status_code == 302
    answer = manager.post(url, sent | {"form_token": new_token()})
    assert answer.status_code == 409
    assert form_on(answer).texts["lines-0-service_named"] == str(other.pk)


def naming(manager, order, place: str, text: str) -> dict:
    """The form with a service named in its line, or in a line of its own."""
    sent = opened(manager, order)
    return (
        sent | {"lines-0-service_named": text} if place == "stands" else with_line(sent, service_named=text)
    )


def test_two_people_who_named_another_performer_are_told_by_name(manager, order):
    for name in ("Anna Weber", "Viktor Lind"):
        make_technician(name=name)
    sent = opened(manager, order) | {"lines-0-performer_named": "anna weber"}
    assign_task(order.tasks.get().pk, cause("manager"), performer=Employee.objects.get(name="Viktor Lind"))
    answer = manager.post(f"/orders/{order.number}/edit/", sent | {"form_token": new_token()})
    assert [(one.now, one.typed) for one in answer.context["stale"].clashes] == [
        ("Viktor Lind", "Anna Weber")
    ]
    assert form_on(answer).texts["lines-0-performer_named"] == "Anna Weber"
