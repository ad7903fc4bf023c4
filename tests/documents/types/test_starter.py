"""The types that a laboratory begins with: there, in force, sound, and printed."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from documents.document_body import document_body
from documents.layout.faults import faults_of
from documents.layout.placeholders import Known
from documents.models import Analyte, DocumentType, DocumentTypeVersion, TypeField, TypeSection
from documents.sample_values import sample_values
from documents.starter.types import TYPES
from documents.starter.types.writing import write
from documents.type_drafts import drafts_of, refuse_drafts
from documents.type_masks import why_not_mask
from documents.type_versions import sections_of, shapes_of, version_in_force
from tests.factories.filled_documents import make_document
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
MODELS = {one.__name__: one for one in (Analyte, DocumentType, DocumentTypeVersion, TypeSection, TypeField)}


@pytest.fixture(params=TYPES, ids=lambda one: one.key)
def document_type(request):
    return DocumentType.objects.get(system_key=request.param.key)


def test_each_is_in_force_and_what_a_person_could_have_made(document_type):
    version = version_in_force(document_type)
    refuse_drafts(drafts_of(version))
    document_type.full_clean()
    assert faults_of(version.layout, Known.of(shapes_of(sections_of(version)))) == []
    assert why_not_mask(document_type, list(DocumentType.objects.all()), timezone.localdate()) == ""
    assert document_type in DocumentType.objects.on_offer()


def test_each_is_drawn_with_everything_it_asks_for(document_type):
    version = version_in_force(document_type)
    body = document_body(version, sample_values(version), {})
    for field in version.fields.exclude(kind="picture"):
        assert field.label in body or field.key in version.layout, field.label


def test_results_are_measured_by_analytes():
    for key in ("haematology", "biochemistry"):
        numbers = version_in_force(DocumentType.objects.get(system_key=key)).fields.filter(kind="number")
        assert numbers.count() >= 15
        assert not numbers.filter(analyte=None).exists()


def test_they_are_written_once():
    before = DocumentType.objects.count()
    write(MODELS, timezone.now())
    assert DocumentType.objects.count() == before
    DocumentType.objects.filter(system_key="consent").update(system_key=None)
    write(MODELS, timezone.now())
    assert DocumentType.objects.count() == before, "one of the same name stays alone"


def test_what_was_called_otherwise_is_renamed_where_nobody_did_and_nothing_was_released():
    """By the migration: titles that named a species, a per cent that stood in the name and beside the number."""
    kept, ours = (DocumentType.objects.get(system_key=key) for key in ("haematology", "biochemistry"))
    kept.name, ours.name = "Haematology, dog and cat", "Blood of horses"
    kept.save()
    ours.save()
    share = Analyte.objects.get(code="NEUT%")
    share.name = "Neutrophils, %"
    share.save()
    document = make_document(make_order(), kept)
    released = make_document(make_order(), kept)
    for row, number in ((document, None), (released, "HEM-1")):
        row.title, row.number = "Haematology, dog and cat", number
        row.save()
    import_module("documents.migrations.0009_starter_names").rename(apps, None)
    for row in (kept, ours, document, released, share):
        row.refresh_from_db()
    assert (kept.name, ours.name) == ("Haematology protocol", "Blood of horses")
    assert (document.title, released.title) == ("Haematology protocol", "Haematology, dog and cat")
    assert "protocol" in document.search_text
    assert share.name == "Neutrophils, relative"
