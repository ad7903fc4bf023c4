"""Two people, one record: every form that shows what stands is opened twice and saved twice, walked over all pages."""

import pytest

from customers.models import Tag
from lab.models import LabSettings
from lab.once import new_token
from orders.models import Delivery, Marker
from orders.states import Status
from tests.access.both_change import (
    PROPOSES,
    TICKS_ALONE,
    both_change,
    changes,
    each_changes,
    editing,
    form_at,
    forms,
    pages,
    pattern,
    rolled_back,
    texts,
)
from tests.access.forms_on_pages import KEYS
from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_contact, make_counterparty
from tests.factories.orders import make_technician

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def furnished(world):
    """One of everything that can be edited, with something in most of its fields."""
    LabSettings.load()
    Tag.objects.get_or_create(name="north")
    for name in ("Nadia", "Viktor"):
        make_technician(name=name)
        make_counterparty(name=f"Zone of {name}")
    order = world.orders[Status.PRODUCED]
    Delivery.objects.create(order=order, carrier="Post", tracking_number="17")
    order.markers.add(world.marker)
    Marker.objects.create(name="second look")
    Marker.objects.create(name="third look")
    customer = make_counterparty(name="Full clinic", phone="1", notes="a note")
    make_contact(counterparty=customer)
    make_address(counterparty=customer)
    make_service(norms={world.material: 1})
    return world


def test_every_form_in_which_something_stands_says_what_it_showed(furnished):
    client = furnished.clients["administrator"]
    silent = [
        (url, sorted(form.shows))
        for url in pages(furnished)
        for form in forms(client, url)
        if form.shows - KEYS and "seen" not in form.hidden and pattern(url) not in PROPOSES
        if not (
            form.hidden.get("version") and "/acts/" in url
        )  # an act is made anew under the order's version
        if not form.action.startswith(("/me/theme", "/logout", "/bench/"))
    ]
    assert silent == []


def test_the_forms_that_edit_are_found(furnished):
    found = {pattern(url) for url, _form in editing(furnished)}
    assert {"/customers/:pk/edit/", "/orders/:number/edit/", "/orders/:number/do/deliver/", "/me/"} <= found
    assert {"/team/:pk/", "/admin/lab/labsettings/:pk/change/", "/orders/:number/tasks/:pk/assign/"} <= found
    assert len(found) >= 20


def test_the_second_of_two_who_change_the_same_sees_both_versions_and_loses_nothing(furnished):
    wrong, tried = [], 0
    for url, form in editing(furnished):
        change = next(changes(form), None)
        if change is None:
            assert pattern(url) in TICKS_ALONE, url
            continue
        tried += 1
        with rolled_back():
            wrong += [f"{url} {change}: {said}" for said in both_change(furnished, url, form, *change)]
    assert not wrong, "\n".join(wrong)
    assert tried >= 22


def test_two_who_change_different_things_both_get_what_they_typed(furnished):
    wrong, tried = [], 0
    for url, form in editing(furnished):
        names = texts(form)[:2]
        if len(names) < 2 or (
            "/orders/" in url and url.endswith("/edit/")
        ):  # an order has versions: refused, see below
            continue
        tried += 1
        with rolled_back():
            wrong += [f"{url} {names}: {said}" for said in each_changes(furnished, url, form, names)]
    assert not wrong, "\n".join(wrong)
    assert tried >= 10


def test_ticks_of_two_people_are_added_up(furnished):
    """Roles and markers: each of the two changes only the ticks that it changed."""
    order, client = furnished.orders[Status.PRODUCED], furnished.clients["administrator"]
    url = f"/orders/{order.number}/do/mark/"
    first, second = form_at(client, url, url), form_at(client, url, url)
    _worn, two, three = first.choices["markers"].offered
    assert client.post(url, first.sent(markers=[two], form_token=new_token())).status_code == 302
    both = [*second.choices["markers"].chosen, three]
    assert client.post(url, second.sent(markers=both, form_token=new_token())).status_code == 302
    assert {str(marker.pk) for marker in order.markers.all()} == {two, three}


def test_a_page_that_says_nothing_of_what_it_showed_is_taken_as_it_is(furnished):
    """The control: without it the later form undoes the earlier, so the tests above can fail."""
    url = f"/customers/{furnished.customer.pk}/edit/"
    client = furnished.clients["administrator"]
    form = form_at(client, url, "")
    assert client.post(url, form.sent(phone="222", form_token=new_token())).status_code == 302
    assert client.post(url, form.sent(notes="late", seen="", form_token=new_token())).status_code == 302
    furnished.customer.refresh_from_db()
    assert furnished.customer.phone != "222"


@pytest.mark.parametrize(
    "seen", ["{}", "[]", "x", '{"fields": 1}', '{"fields": {}, "rows": []}', '{"since": "x"}']
)
def test_what_no_page_of_ours_has_written_is_no_version(furnished, seen):
    url = f"/customers/{furnished.customer.pk}/edit/"
    client = furnished.clients["administrator"]
    form = form_at(client, url, "")
    assert client.post(url, form.sent(phone="222", seen=seen, form_token=new_token())).status_code == 302
