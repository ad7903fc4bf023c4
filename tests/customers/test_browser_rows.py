"""In the browser: rows that come and go, tags and owners chosen by typing."""

import re

import pytest

from customers.models import Counterparty, Patient
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_contacts_come_and_go_without_leaving_the_page(page, log_in):
    customer = make_counterparty(name="North Clinic", tags=["dental", "key customer"])
    make_contact(counterparty=customer, name="Dr Old")
    make_counterparty(tags=["vip"])
    log_in(make_employee())
    page.goto(f"/customers/{customer.pk}/edit/")
    contacts = page.locator("[data-formset=contacts]")
    contacts.get_by_role("button", name="Remove this row").first.click()
    contacts.get_by_role("button", name="Add a contact").click()
    page.keyboard.type("Dr New")
    contacts.get_by_role("button", name="Add a contact").click()
    page.keyboard.type("Dr Second")
    tags = page.get_by_label("Tags")
    tags.press("End")
    page.keyboard.type(", vi")
    page.locator(".picker-row", has_text="vip").click()
    page.keyboard.type("brand new")
    tags.press("Enter")
    page.get_by_role("button", name="Save customer").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")
    assert page.get_by_text("The customer is saved.").is_visible()
    assert [row.name for row in customer.contacts.all()] == ["Dr New", "Dr Second"]
    assert [tag.name for tag in customer.tags.all()] == ["brand new", "dental", "key customer", "vip"]


def test_what_belongs_to_animals_shows_for_animals(page, log_in):
    make_owner(name="Ann Field", phone="555")
    make_counterparty(name="Field Clinic")
    log_in(make_employee())
    page.goto("/patients/new/")
    species = page.get_by_label("Species")
    assert species.is_hidden()
    page.get_by_label("Kind").select_option("animal")
    assert species.is_visible()
    page.get_by_label("Name*", exact=True).fill("Bella")
    owner = page.locator("#id_owner")
    owner.click()
    owner.press_sequentially("fiel")
    page.locator(".picker-row", has_text="Ann Field").click()
    owner.click()
    page.locator(".picker-row", has_text="Ann Field").wait_for()
    assert page.locator(".picker-row", has_text="Clinic").count() == 0
    page.get_by_role("button", name="Add patient").click()
    page.wait_for_url(re.compile(r"/patients/\d+/$"))
    assert Patient.objects.get().owner == Counterparty.objects.get(name="Ann Field")


def test_an_owner_can_be_taken_away_again(page, log_in):
    dog = make_patient(kind="animal", name="Bella", owner=make_owner(name="Ann Field"))
    log_in(make_employee())
    page.goto(f"/patients/{dog.pk}/edit/")
    assert page.locator("#id_owner").input_value() == "Ann Field"
    page.locator(".picker-clear").click()
    page.get_by_role("button", name="Save patient").click()
    page.wait_for_url(f"**/patients/{dog.pk}/")
    dog.refresh_from_db()
    assert dog.owner is None
