"""The service's form: what it saves, what it refuses."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalog.models import Service
from lab.models import Event
from lab.once import new_token
from tests.factories.catalog import make_group, make_material, make_service, make_tax_rate
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def typed(norms=(), standing=0, **fields):
    sent = {
        "form_token": new_token(),
        "code": "CR1",
        "name": "Crown",
        "price": "180,50",
        "currency": "eur",
        "lead_days": "3",
        "is_active": "on",
        "norms-TOTAL_FORMS": len(norms),
        "norms-INITIAL_FORMS": standing,
        "steps-TOTAL_FORMS": 0,
        "steps-INITIAL_FORMS": 0,
        "included-TOTAL_FORMS": 0,
        "included-INITIAL_FORMS": 0,
        **fields,
    }
    for number, row in enumerate(norms):
        sent |= {f"norms-{number}-{name}": said for name, said in row.items()}
    sent.setdefault("group", make_group().pk)
    sent.setdefault("tax_rate", make_tax_rate().pk)
    return sent


def add(client, **fields):
    return client.post(reverse("catalog:service_new"), typed(**fields))


def test_a_service_is_added_with_its_fields_and_norms(manager):
    disc = make_material()
    answer = add(
        manager,
        asks_teeth="required",
        asks_shade="optional",
        norms=[{"material": disc.pk, "quantity": "0,25"}, {}],
    )
    service = Service.objects.get()
    assert answer.url == reverse("workflow:service_page", args=[service.pk])
    assert (service.price, service.currency, service.review_required) == (Decimal("180.50"), "EUR", False)
    assert {row.kind: row.is_required for row in service.fields.all()} == {"teeth": True, "shade": False}
    assert {row.material: row.quantity for row in service.material_norms.all()} == {disc: Decimal("0.250")}
    assert Event.objects.get().verb == "add_service"


def test_a_service_is_corrected_to_exactly_what_the_form_says(manager):
    stays, goes, comes = make_material(), make_material(), make_material()
    service = make_service(asks_for=["teeth!", "note"], norms={stays: Decimal(1), goes: Decimal(2)})
    answer = manager.post(
        reverse("catalog:service_edit", args=[service.pk]),
        typed(
            asks_teeth="optional",
            asks_shade="required",
            standing=2,
            norms=[
                {"material": stays.pk, "quantity": "3"},
                {"material": goes.pk, "quantity": "2", "DELETE": "on"},
                {"material": comes.pk, "quantity": "4"},
            ],
        ),
    )
    assert answer.status_code == 302
    assert {row.kind: row.is_required for row in service.fields.all()} == {"teeth": False, "shade": True}
    assert {row.material: row.quantity for row in service.material_norms.all()} == {stays: 3, comes: 4}
    assert Event.objects.get().verb == "correct_service"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"price": "NaN"}, "Enter a number, for example 12.50."),
        ({"price": "-1"}, "Enter 0 or more."),
        ({"price": "0.234"}, "Use at most 2 digits after the point."),
        ({"price": "9" * 12}, "Enter 10000000000 or less."),
        ({"currency": "XQX"}, "“XQX” is no currency. Enter its three letters"),
        ({"lead_days": "366"}, "Enter 365 or less."),
        ({"lead_days": "-1"}, "Enter 0 or more."),
        ({"group": "77777"}, "This choice is not there any more"),
        ({"asks_teeth": "maybe"}, "This choice is not there any more"),
        ({"norms": [{"material": "", "quantity": "1"}]}, "Choose the material."),
        ({"norms": [{"material": "99999", "quantity": "1"}]}, "This choice is not there any more"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_stays_typed(manager, fields, sentence):
    answer = add(manager, name="Kept crown", **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Kept crown" in page
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("0", "more than zero"),
        ("-1", "more than zero"),
        ("", "Enter the quantity"),
        ("9999999999", "or less"),
    ],
)
def test_a_norm_needs_a_quantity(manager, quantity, sentence):
    answer = add(manager, norms=[{"material": make_material().pk, "quantity": quantity}])
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_material_stands_once(manager):
    disc = make_material()
    answer = add(manager, norms=[{"material": disc.pk, "quantity": "1"}] * 2)
    assert answer.status_code == 422
    assert "stands here twice" in answer.content.decode()


def test_a_code_is_used_once_but_the_same_form_twice_leads_to_the_same_service(manager):
    sent = typed()
    first, again = (manager.post(reverse("catalog:service_new"), sent) for _time in range(2))
    assert first.url == again.url
    assert "This code is taken already." in add(manager).content.decode()
    assert Service.objects.count() == 1


def test_a_material_no_longer_in_use_stays_where_it_is_used(manager):
    used, unused = make_material(is_active=False), make_material(is_active=False)
    service = make_service(norms={used: Decimal(1)})
    page = manager.get(reverse("catalog:service_edit", args=[service.pk])).content.decode()
    assert used.name in page
    assert unused.name not in page


def test_the_queries_do_not_grow_with_the_norms(manager, django_assert_num_queries):
    service = make_service()
    manager.get(reverse("catalog:service_edit", args=[service.pk]))
    for count in (1, 9):
        for _new in range(count):
            service.material_norms.create(material=make_material(), quantity=Decimal(1))
        with django_assert_num_queries(16):
            manager.get(reverse("catalog:service_edit", args=[service.pk]))


def test_only_managers_change_the_catalogue(client):
    service = make_service()
    for role in ("technician", "reviewer", "accountant"):
        client.force_login(make_employee(roles=(role,)))
        assert client.get(reverse("catalog:service_edit", args=[service.pk])).status_code == 403
        assert add(client).status_code == 403
    assert Service.objects.count() == 1


def test_a_service_says_by_what_its_teeth_are_counted(manager):
    add(manager, counts_by="span")
    service = Service.objects.get()
    assert service.counts_by == "span"
    page = manager.get(service.get_absolute_url()).content.decode()
    assert "Each bridge" in page
    answer = add(manager, code="CR2", counts_by="mouth")
    assert answer.status_code == 422
    assert "This choice is not there any more" in answer.content.decode()
    add(manager, code="CR3")
    assert Service.objects.get(code="CR3").counts_by == "unit", "where nothing is said, as many as are typed"


def test_a_service_says_as_what_its_pontics_are_charged(manager):
    pontic = make_service(code="P-1", name="Pontic")
    answer = add(manager, counts_by="span", pontics_as=pontic.pk)
    assert (answer.status_code, Service.objects.count()) == (422, 1)
    assert "Only where each tooth counts" in answer.content.decode()
    add(manager, counts_by="tooth", pontics_as=pontic.pk)
    bridge = Service.objects.get(pontics_as=pontic)
    assert "P-1 Pontic" in manager.get(bridge.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=bridge.pk).update(pontics_as=bridge)
