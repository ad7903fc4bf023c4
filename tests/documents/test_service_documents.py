"""Which documents a service asks for: its form, and what the service's page says of it."""

import pytest
from django.urls import reverse

from common.refusals import Refused
from documents.models import DocumentType, ServiceDocument
from documents.save_service_documents import save_service_documents
from lab.models import RecordEvent
from tests.factories.catalog import make_service
from tests.factories.filled_documents import make_document_type
from tests.factories.lab import client_of, make_cause, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return client_of(make_employee(roles=("manager",)))


def asked(service) -> dict[str, bool]:
    rows = ServiceDocument.objects.filter(service=service).select_related("document_type")
    return {row.document_type.name: row.is_required for row in rows}


def send(client, service, **chosen):
    page = client.get(reverse("documents:service_documents", args=[service.pk]))
    keys = {name: page.context[name] for name in ("form_token", "seen")}
    shown = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    return client.post(page.request["PATH_INFO"], {**keys, **shown, **chosen})


def test_types_are_asked_for_or_required_and_taken_off_again(manager):
    service, blood, consent = (
        make_service(),
        make_document_type(name="Blood"),
        make_document_type(name="Consent"),
    )
    answer = send(manager, service, **{f"type-{blood.pk}": "required", f"type-{consent.pk}": "asked"})
    assert answer.status_code == 302
    assert asked(service) == {"Blood": True, "Consent": False}
    page = manager.get(reverse("workflow:service_page", args=[service.pk])).content.decode()
    assert "required before review" in page
    send(manager, service, **{f"type-{blood.pk}": ""})
    assert asked(service) == {"Consent": False}
    first, last = RecordEvent.objects.filter(kind="catalog.service", record=service.pk).order_by("pk")
    assert {"field": "Blood", "before": "", "after": "required before review"} in first.changes
    assert last.changes == [{"field": "Blood", "before": "required before review", "after": ""}]


def test_what_another_person_chose_meanwhile_stays(manager):
    service, blood, consent = (
        make_service(),
        make_document_type(name="Blood"),
        make_document_type(name="Consent"),
    )
    page = manager.get(reverse("documents:service_documents", args=[service.pk]))
    keys = {name: page.context[name] for name in ("form_token", "seen")}
    send(client_of(make_employee(roles=("manager",))), service, **{f"type-{consent.pk}": "required"})
    sent = {**keys, f"type-{blood.pk}": "asked", f"type-{consent.pk}": ""}
    assert manager.post(page.request["PATH_INFO"], sent).status_code == 302
    assert asked(service) == {"Blood": False, "Consent": True}


def test_a_type_out_of_use_stays_where_it_is_and_comes_to_nothing_new(manager):
    old = make_document_type(name="Old")
    having, other = make_service(), make_service()
    ServiceDocument.objects.create(service=having, document_type=old)
    old.is_active = False
    old.save()
    name = f"type-{old.pk}"
    assert (
        name in manager.get(reverse("documents:service_documents", args=[having.pk])).context["form"].fields
    )
    assert (
        name
        not in manager.get(reverse("documents:service_documents", args=[other.pk])).context["form"].fields
    )
    with pytest.raises(Refused, match="not in use any more"):
        save_service_documents(other.pk, {old.pk: True}, make_cause(make_employee(roles=("manager",))))


def test_without_types_the_form_says_so(manager):
    DocumentType.objects.update(is_active=False)
    page = manager.get(reverse("documents:service_documents", args=[make_service().pk]))
    assert "There are no document types yet." in page.content.decode()
