"""What a form says it showed comes from a browser: nonsense in it is no version, and breaks no page."""

import json

import pytest

from lab.models import LabSettings
from lab.once import new_token
from lab.roles import Role
from tests.access.forms_on_pages import PageForm, forms_of
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

NO_KEYS = ("abc", "²", "9" * 40, "9" * 5000, "-1")
NO_VERSIONS = ("[" * 100_000, '{"fields":' * 50_000, "9" * 5000)


@pytest.fixture
def chief():
    return client_of(make_employee(roles=(Role.ADMINISTRATOR,)))


@pytest.fixture
def customer_page():
    customer = make_counterparty(name="Clinic", phone="1")
    make_contact(counterparty=customer)
    return f"/customers/{customer.pk}/edit/"


def form_at(client, url: str) -> PageForm:
    return next(form for form in forms_of(client.get(url)) if "seen" in form.hidden)


def with_seen(form: PageForm, seen: object, **typed) -> dict:
    said = seen if isinstance(seen, str) else json.dumps(seen)
    return form.sent(**typed, seen=said, form_token=new_token())


@pytest.mark.parametrize("forged", NO_VERSIONS)
def test_what_cannot_be_read_is_no_version(chief, customer_page, forged):
    answer = chief.post(customer_page, with_seen(form_at(chief, customer_page), forged, phone="2"))
    assert answer.status_code == 302


def test_half_a_letter_is_no_version(chief, customer_page):
    form = form_at(chief, customer_page)
    seen = json.loads(form.hidden["seen"])
    seen["fields"]["phone"] = "\ud800"
    assert chief.post(customer_page, with_seen(form, seen, phone="2")).status_code == 302


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_row_that_never_was_is_told_all_the_same(chief, customer_page, key):
    form = form_at(chief, customer_page)
    seen = json.loads(form.hidden["seen"])
    rows = seen["rows"]["contacts"]
    rows[key] = dict.fromkeys(*rows.values(), "was")
    answer = chief.post(customer_page, with_seen(form, seen, **{"contacts-0-id": key}))
    assert answer.status_code == 409


@pytest.mark.parametrize("key", ["²", "9" * 5000])
def test_a_choice_that_never_was_is_told_all_the_same(chief, customer_page, key):
    LabSettings.load()
    animal = make_patient(kind="animal", species="dog")
    for url in (customer_page, f"/patients/{animal.pk}/edit/", "/admin/lab/labsettings/1/change/"):
        form = form_at(chief, url)
        seen = json.loads(form.hidden["seen"])
        for name in seen["fields"]:
            forged = {**seen, "fields": {**seen["fields"], name: "other"}}
            answer = chief.post(url, with_seen(form, forged, **{name: key}))
            assert answer.status_code in (302, 409, 422), (url, name)
