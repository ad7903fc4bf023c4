"""Invariant 48: edits in the admin site leave the same trace as those on the pages, and keep the same rules."""

from decimal import Decimal

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from catalog.models import Material, Service
from customers.models import Counterparty, Patient
from lab.models import Employee, Event, Holiday
from lab.models.record_event import RecordEvent
from tests.access.forms_on_pages import forms_of
from tests.admin.editing import edit
from tests.factories.catalog import make_material, make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_exception

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_employee("Ada", username="ada", roles=["administrator"])


@pytest.fixture
def client(ada):
    return client_of(ada)


def test_a_changed_service_leaves_an_event_with_old_and_new(client, ada):
    service = make_service(name="Crown", price=Decimal(120))
    response = edit(
        client, f"/admin/catalog/service/{service.pk}/change/", price="130,50", name="Zirconia crown"
    )
    assert response.status_code == 302
    event = Event.objects.get()
    assert (event.verb, event.actor, event.role) == ("admin_edit", ada, "administrator")
    assert "Name: Crown → Zirconia crown; Price: 120.00 → 130.50" in event.reason
    assert Service.objects.get().price == Decimal("130.50")


def test_a_page_saved_without_a_change_leaves_no_event(client):
    service = make_service()
    assert edit(client, f"/admin/catalog/service/{service.pk}/change/").status_code == 302
    assert not Event.objects.exists()


def test_rows_added_on_the_page_of_a_service_are_named_in_its_event(client):
    service = make_service()
    changes = {"fields-TOTAL_FORMS": "1", "fields-0-kind": "teeth", "fields-0-is_required": "on"}
    edit(client, f"/admin/catalog/service/{service.pk}/change/", **changes)
    assert service.fields.get().is_required
    assert "+ field asked for “Teeth”" in Event.objects.get().reason


def test_adding_and_deleting_leave_events_too(client):
    client.post("/admin/lab/holiday/add/", {"first": "2026-12-25", "name": "Christmas", "is_annual": "on"})
    holiday = Holiday.objects.get()
    client.post(f"/admin/lab/holiday/{holiday.pk}/delete/", {"post": "yes"})
    assert not Holiday.objects.exists()
    assert [(event.verb, "Christmas" in event.reason) for event in Event.objects.order_by("pk")] == [
        ("admin_add", True),
        ("admin_delete", True),
    ]


def test_what_is_deleted_is_told_field_by_field(client):
    service = make_service(name="Crown", price=Decimal(120), norms={make_material(name="Wax"): 2})
    client.post(f"/admin/catalog/service/{service.pk}/delete/", {"post": "yes"})
    assert not Service.objects.exists()
    event = Event.objects.get()
    told = RecordEvent.objects.get()
    assert (event.verb, told.event, told.kind, told.record) == (
        "admin_delete",
        event,
        "catalog.service",
        service.pk,
    )
    assert "Name: Crown; " in event.reason
    assert {"field": "name", "before": "Crown", "after": ""} in told.changes
    assert {"field": "price", "before": "120.00", "after": "", "money": True} in told.changes
    assert any(change["field"].endswith("/quantity") for change in told.changes)


def test_a_log_in_that_is_forgiven_tells_what_its_page_showed(client):
    attempt = AccessAttempt.objects.create(
        attempt_time=timezone.now(),
        username="tom",
        ip_address="10.0.0.7",
        failures_since_start=8,
        post_data="secret=typed",
    )
    client.post(f"/admin/axes/accessattempt/{attempt.pk}/delete/", {"post": "yes"})
    assert not AccessAttempt.objects.exists()
    told = f"{Event.objects.get().reason} {RecordEvent.objects.get().changes}"
    assert "10.0.0.7" in told
    assert "secret" not in told


def test_nothing_is_deleted_by_the_handful(client):
    holiday = make_exception("2026-12-25", name="Christmas")
    form = {"action": "delete_selected", "_selected_action": [holiday.pk], "post": "yes"}
    client.post("/admin/lab/holiday/", form)
    assert Holiday.objects.exists()


def test_what_something_points_at_is_not_deleted(client):
    service = make_service()
    response = client.post(f"/admin/catalog/taxrate/{service.tax_rate_id}/delete/", {"post": "yes"})
    assert response.status_code == 200
    assert Service.objects.get().tax_rate_id
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "model", ["lab/employee", "customers/counterparty", "customers/patient", "orders/marker"]
)
def test_who_may_stand_on_an_order_is_switched_off_and_never_deleted(client, model):
    Counterparty.objects.create(pk=1, name="Clinic")
    assert client.get(f"/admin/{model}/1/delete/").status_code in (302, 403)
    assert Counterparty.objects.exists()


def test_a_customers_new_name_is_found_at_its_animals(client):
    owner = make_counterparty(name="Olga Smith", kind="natural", is_owner=True)
    bella = Patient.objects.create(name="Bella", kind="animal", owner=owner)
    edit(client, f"/admin/customers/counterparty/{owner.pk}/change/", name="Olga Miller")
    bella.refresh_from_db()
    assert "miller" in bella.search_text


@pytest.mark.parametrize("price", ["NaN", "1e5", "", "-1", "0.345", "99999999999999"])
def test_absurd_prices_come_back_in_words(client, price):
    service = make_service(price=Decimal(120))
    response = edit(client, f"/admin/catalog/service/{service.pk}/change/", price=price)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Service.objects.get().price == Decimal(120)


def test_staff_edited_here_goes_through_the_same_use_cases(client):
    tom = make_employee("Tom", username="tom", roles=["technician"])
    address = f"/admin/lab/employee/{tom.pk}/change/"
    assert edit(client, address, name="Tom Lind", roles=["reviewer"], is_active=None).status_code == 302
    tom = Employee.objects.get(pk=tom.pk)
    assert (tom.name, tom.roles_held(), tom.is_active) == ("Tom Lind", {"reviewer"}, False)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "edit_employee",
        "switch_roles",
        "deactivate_employee",
    ]


def test_a_person_added_here_has_roles_and_no_password(client):
    form = {
        "name": "New",
        "username": "New",
        "email": "new@example.org",
        "roles": ["manager"],
        "is_active": "on",
    }
    assert client.post("/admin/lab/employee/add/", form).status_code == 302
    new = Employee.objects.get(username="new")
    assert (new.roles_held(), new.has_usable_password()) == ({"manager"}, False)


@pytest.mark.parametrize("changes", [{"roles": []}, {"is_active": None}])
def test_the_last_administrator_stays_here_too(client, ada, changes):
    response = edit(client, f"/admin/lab/employee/{ada.pk}/change/", **changes)
    assert "last administrator" in response.content.decode()
    assert Employee.objects.get(pk=ada.pk).is_administrator
    assert not Event.objects.exists()


def test_an_administrator_who_edits_himself_stays_logged_in(client, ada):
    edit(client, f"/admin/lab/employee/{ada.pk}/change/", roles=["administrator", "manager"])
    assert client.get("/admin/").status_code == 200


def test_no_form_of_the_admin_site_sets_what_it_does_not_show(client, ada):
    tom = make_employee("Tom", username="tom", password=None)
    address = f"/admin/lab/employee/{tom.pk}/change/"
    edit(client, address, password="x", is_service_account="on", session_epoch="9", last_login="2026-01-01")
    tom.refresh_from_db()
    assert (tom.has_usable_password(), tom.is_service_account, tom.session_epoch) == (False, False, 0)


def test_names_are_written_as_text(client):
    Material.objects.create(code="M", name="<img src=x>", unit="g")
    assert "&lt;img src=x&gt;" in client.get("/admin/catalog/material/").content.decode()


def clashing(client, **more):
    """The answer to somebody who changes the name of a material that another has renamed meanwhile."""
    material = Material.objects.create(code="M", name="Wax", unit="g")
    address = f"/admin/catalog/material/{material.pk}/change/"
    (form,) = [one for one in forms_of(client.get(address)) if "name" in one.texts]
    edit(client, address, name="Hard wax")
    return client.post(address, form.sent(name="Soft wax", **more))


def test_two_versions_are_told_once_and_not_in_red_again(client):
    answer = clashing(client)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("Somebody else changed the same") == 1
    assert "errornote" not in page
    assert "errorlist" not in page
    assert Material.objects.get().name == "Hard wax"


def test_what_else_is_wrong_is_told_beside_the_two_versions(client):
    page = clashing(client, code="").content.decode()
    assert page.count("Somebody else changed the same") == 1
    assert "Please correct the error below." in page
    assert "Enter the code." in page
