"""What a form holds and no longer offers stays until it is replaced: every choice of every form that edits, walked."""

import pytest
from django.db.models import Model

from catalog.models import Material, Service
from customers.models import Contact, Counterparty
from lab.models import Employee, LabSettings
from lab.once import new_token
from orders.models import Marker
from orders.states import Status
from tests.access.both_change import forms, pages
from tests.access.forms_on_pages import PageForm, forms_of
from tests.access.test_two_people import furnished
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.factories.orders import make_line, make_order
from workflow.actions import ACTIONS

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
__all__ = ["furnished"]

SWITCHED_OFF: tuple[type[Model], ...] = (Counterparty, Contact, Service, Material, Marker, Employee)
GONE = "(no longer active)"
EVERYTHING = "all"
"""The choice of a price list's rule that names no record."""
OWN = (
    "is_active",
    "kind",
    "sex",
    "colour",
    "group",
    "tax_rate",
    "currency",
    "roles",
    "asks_",
    "patient",
    "tags",
    "counts_by",
    "tooth_numbers",
    "discipline",
)
"""Choices of what a record is, or of one that is never switched off."""


@pytest.fixture
def holding(furnished):
    """Forms that hold one of everything, of which nothing is on offer any more."""
    world = furnished
    owner = make_counterparty(name="Olga", kind="natural", is_owner=True)
    world.dog = make_patient(name="Bella", kind="animal", species="dog", owner=owner)
    contact = make_contact(counterparty=world.customer)
    line = make_line(world.service, quantity="2", performer=world.performer, assistant=world.assistant)
    order = make_order(line, status=Status.PRODUCTION, customer=world.customer, contact_id=contact.pk)
    order.markers.add(world.marker)
    world.held_order = order
    for model in SWITCHED_OFF:
        kept = {world.people["administrator"].pk} if model is Employee else set()
        model.objects.exclude(pk__in=kept).update(is_active=False)
    LabSettings.objects.update(owners_may_order=False)
    return world


def places(world) -> list[str]:
    """Where a form may stand that changes something."""
    order = world.held_order
    draft = world.draft_act
    more = [f"/orders/{order.number}/edit/", f"/orders/{order.number}/tasks/{order.tasks.get().pk}/assign/"]
    more += [f"/orders/{order.number}/do/{verb}/" for verb in ACTIONS]
    more += [f"/patients/{world.dog.pk}/edit/", f"/admin/customers/patient/{world.dog.pk}/change/"]
    more += [f"/orders/{draft.order.number}/acts/{draft.pk}/edit/"]
    return list(dict.fromkeys([*pages(world), *more]))


def editing(world, urls: list[str]):
    """(page, form) of the forms that change what stands; the acts too, which the order's version protects."""
    client = world.clients["administrator"]
    for url in urls:
        for form in forms(client, url):
            if "seen" in form.hidden or ("/acts/" in url and "/edit/" in url):
                yield url, form


def held(form: PageForm) -> dict[str, list[str]]:
    """The choices that name another record; of a list that is typed into, the id beside the text."""
    found = {name: [one for one in choice.chosen if one] for name, choice in form.choices.items()}
    found |= {name: [form.hidden[name]] for name in form.hidden if f"{name}_named" in form.texts}
    found = {name: [one for one in said if one] for name, said in found.items()}
    records = {name: [one for one in said if one != EVERYTHING] for name, said in found.items()}
    return {name: said for name, said in records.items() if said and not any(word in name for word in OWN)}


def test_what_is_held_is_offered_and_says_that_it_is_gone(holding):
    silent, names = [], set()
    for url, form in editing(holding, places(holding)):
        for name, chosen in held(form).items():
            names.add(name.split("-")[-1].split("_")[0])
            typed = form.texts.get(f"{name}_named")
            labels = [typed] if typed else [form.choices[name].labels.get(one) for one in chosen]
            silent += [(url, name, label) for label in labels if label is not None and GONE not in label]
    assert silent == []
    assert {
        "customer",
        "contact",
        "service",
        "performer",
        "assistant",
        "material",
        "markers",
        "owner",
    } <= names


def test_posted_unchanged_it_is_kept(holding):
    client, wrong = holding.clients["administrator"], []
    found = editing(holding, places(holding))
    before = {(url, form.action): kept for url, form in found if (kept := held(form))}
    urls = list(dict.fromkeys(url for url, _action in before))
    for url, form in editing(holding, urls):
        if (url, form.action) in before:
            answer = client.post(form.action or url, form.sent(form_token=new_token()))
            due = 422 if url.endswith("/do/change-customer/") else 302  # the same customer is no change
            wrong += [f"{url}: {answer.status_code}"] if answer.status_code != due else []
    after = {(url, form.action): held(form) for url, form in editing(holding, urls)}
    lost = [place for place, kept in before.items() if "/acts/" not in place[0] and after[place] != kept]
    assert not wrong, "\n".join(wrong)
    assert lost == []
    assert len(before) >= 8


def test_what_is_gone_is_not_offered_where_it_is_not_held(holding):
    """The control: a new order offers nobody who left, and nothing that is switched off."""
    answer = holding.clients["administrator"].get("/orders/new/")
    (form,) = [one for one in forms_of(answer) if "customer" in one.choices]
    assert form.choices["customer"].offered == [""]
    assert "<option" not in answer.content.decode().split('id="services"')[1].split("</datalist>")[0]
