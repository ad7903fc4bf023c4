"""The price of a service, changed in the list: nothing else of it moves, and it leaves the same trail as the form."""

from decimal import Decimal

import pytest
from django.urls import reverse

from catalog.forms import PriceForm
from catalog.models import Service
from lab.editing import seen_by
from lab.models import Event, RecordEvent
from lab.once import new_token
from tests.factories.catalog import make_material, make_service, make_step
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def sent(service, price: str) -> dict:
    told = {"currency": service.currency, "tax_rate": service.tax_rate_id, "form_token": new_token()}
    return told | {"price": price, "seen": seen_by([PriceForm(instance=service)])}


def as_it_stands(service) -> list:
    asked = list(service.fields.values_list("kind", "is_required"))
    norms = list(service.material_norms.values_list("material", "quantity"))
    return [asked, norms, list(service.steps.current().values_list("pk", "name", "minutes"))]


def test_the_price_alone_is_saved_and_the_list_stays_as_it_was(manager):
    service = make_service(asks_for=["teeth!", "note"], norms={make_material(): Decimal(2)})
    make_step(service, name="Model", minutes=30)
    stood, here = as_it_stands(service), reverse("catalog:service_list") + "?q=" + service.code
    page = manager.get(here).content.decode()
    opens = page.split('class="price-changes"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert manager.get(opens).status_code == 200
    answer = manager.post(opens, sent(service, "151,5"))
    assert answer.url == here
    service.refresh_from_db()
    assert (service.price, as_it_stands(service)) == (Decimal("151.50"), stood)
    event = Event.objects.get()
    assert (event.verb, [change["field"] for change in RecordEvent.objects.get().changes]) == (
        "correct_service",
        ["price"],
    )


def test_what_is_no_price_stays_typed_and_says_why(manager):
    service = make_service()
    answer = manager.post(reverse("catalog:service_price", args=[service.pk]), sent(service, "15x"))
    assert answer.status_code == 422
    assert 'value="15x"' in answer.content.decode()
    assert Service.objects.get().price == service.price


def test_a_price_typed_for_another_currency_is_asked_about(manager):
    service = make_service()
    typed = sent(service, "7")
    Service.objects.update(currency="CHF")
    answer = manager.post(reverse("catalog:service_price", args=[service.pk]), typed)
    assert (answer.status_code, Service.objects.get().price) == (409, service.price)


@pytest.mark.parametrize("role", ["reviewer", "technician", "accountant"])
def test_whoever_may_not_edit_the_catalogue_has_no_such_link(client, role):
    make_service()
    client.force_login(make_employee(roles=(role,)))
    assert "price-changes" not in client.get(reverse("catalog:service_list")).content.decode()
