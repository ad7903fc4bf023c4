"""What may be chosen in the admin site: what is in use, and what stands there already."""

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from catalog.models import Material, Service
from customers.models import Counterparty, Patient
from lab.admin_edits import RecordedAdmin
from lab.models import Employee
from orders.models import Marker
from tests.access.forms_on_pages import forms_of
from tests.factories.catalog import make_material, make_service
from tests.factories.customers import make_owner, make_patient
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
PAGES = [page for page in admin.site._registry.values() if isinstance(page, RecordedAdmin)]
CAN_BE_OFF = {Material, Service, Counterparty, Employee, Marker}
REFUSED = "This is not on offer, or no longer: choose another."


@pytest.fixture
def ada():
    return make_employee("Ada", username="ada", roles=["administrator"])


@pytest.fixture
def client(ada):
    return client_of(ada)


def choices_of(page, request):
    """(name, field) of what chooses among other records on an empty page, the rows beside it too."""
    request_forms = [page.get_form(request)()]
    request_forms += [made().empty_form for made, _inline in page.get_formsets_with_inlines(request)]
    for form in request_forms:
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                yield f"{page.model.__name__} {name}", field


def test_no_page_offers_what_is_switched_off(ada):
    make_service(), make_material(), make_owner(), make_employee(), Marker.objects.create(name="Rush")
    for model in CAN_BE_OFF:
        model.objects.exclude(pk=ada.pk if model is Employee else 0).update(is_active=False)
    request = RequestFactory().get("/")
    request.user = ada
    fields = dict(
        found for page in PAGES if page.has_change_permission(request) for found in choices_of(page, request)
    )
    assert {"Service material", "Patient owner", "Service group", "Counterparty tags"} <= set(fields)
    narrowed = {name: field for name, field in fields.items() if field.queryset.model in CAN_BE_OFF}
    assert len(narrowed) >= 2
    assert [name for name, field in narrowed.items() if field.queryset.filter(is_active=False).exists()] == []


@pytest.fixture
def norm():
    """Of a service, with a material that was switched off since; another is off, a third in use."""
    held, _off, _used = (make_material(name=name) for name in ("Old ceramic", "Old wax", "Wax"))
    service = make_service(norms={held: 2})
    Material.objects.filter(name__startswith="Old").update(is_active=False)
    return service.material_norms.get()


def page_of(norm) -> str:
    return f"/admin/catalog/service/{norm.service_id}/change/"


def form_of(client, url):
    (form,) = [one for one in forms_of(client.get(url)) if "name" in one.texts]
    return form


def test_what_is_held_stands_there_with_a_word_and_is_kept(client, norm):
    page = client.get(page_of(norm)).content.decode()
    assert f"{norm.material} (no longer active)" in page
    assert client.post(page_of(norm), form_of(client, page_of(norm)).sent(name="Crown")).status_code == 302
    norm.refresh_from_db()
    assert (norm.service.name, norm.material.name) == ("Crown", "Old ceramic")


def test_another_that_is_switched_off_is_refused_in_words(client, norm):
    forged = Material.objects.get(name="Old wax")
    sent = form_of(client, page_of(norm)).sent(**{"material_norms-0-material": forged.pk})
    answer = client.post(page_of(norm), sent)
    assert answer.status_code == 200
    assert REFUSED in answer.content.decode()
    norm.refresh_from_db()
    assert norm.material.name == "Old ceramic"


def test_what_is_in_use_takes_the_place_of_what_is_held(client, norm):
    wax = Material.objects.get(name="Wax")
    sent = form_of(client, page_of(norm)).sent(**{"material_norms-0-material": wax.pk})
    assert client.post(page_of(norm), sent).status_code == 302
    norm.refresh_from_db()
    assert norm.material == wax


def test_an_owner_who_was_switched_off_is_not_given_to_another_animal(client):
    gone = make_owner(name="Olga")
    dog = make_patient(kind="animal", owner=make_owner())
    Counterparty.objects.filter(pk=gone.pk).update(is_active=False)
    url = f"/admin/customers/patient/{dog.pk}/change/"
    assert REFUSED in client.post(url, form_of(client, url).sent(owner=gone.pk)).content.decode()
    assert Patient.objects.get().owner == dog.owner


@pytest.mark.parametrize("typed", ["wax", ""])
def test_a_box_that_is_typed_into_finds_what_is_in_use(client, norm, typed):
    asked = {"app_label": "catalog", "model_name": "materialnorm", "field_name": "material", "term": typed}
    found = [row["text"] for row in client.get("/admin/autocomplete/", asked).json()["results"]]
    assert found == [str(Material.objects.get(name="Wax"))]
