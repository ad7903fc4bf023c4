"""The use cases of document types: who may, what they leave behind, and what nobody gets by whatever form."""

import pytest
from django.db import DatabaseError, transaction

from documents.models import DocumentType, FieldKind
from documents.save_document_type import (
    begin_version,
    discard_version,
    publish_version,
    save_document_type,
    save_version,
)
from documents.type_drafts import FieldDraft, SectionDraft, TypeRefused
from documents.type_versions import version_in_force
from lab.events import NotAllowed
from lab.models import Event, RecordEvent
from lab.records import history_of
from tests.factories.document_types import POTASSIUM, make_document_type, make_draft, section
from tests.factories.lab import make_cause, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def cause():
    return make_cause(make_employee(roles=["manager"]))


@pytest.fixture
def document_type():
    return make_document_type()


@pytest.mark.parametrize("role", ["technician", "reviewer", "accountant"])
def test_nobody_else_makes_or_changes_a_type(role, document_type):
    cause, draft = make_cause(make_employee(roles=[role])), make_draft(document_type)
    before = Event.objects.count()
    for act in (
        lambda: save_document_type(DocumentType(name="X", number_mask="X-{n}"), cause),
        lambda: save_version(draft, cause, layout="", sections=[section()]),
        lambda: publish_version(draft.pk, cause),
        lambda: discard_version(draft.pk, cause),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            act()
    assert Event.objects.count() == before


def test_a_type_has_one_draft_at_a_time(document_type, cause):
    begin_version(document_type.pk, cause)
    with pytest.raises(TypeRefused, match="Version 2 is being drawn up already"):
        begin_version(document_type.pk, cause)


def test_a_published_version_is_kept_by_the_database_too(document_type):
    version = version_in_force(document_type)
    for act in (
        lambda: version.fields.update(label="X"),
        lambda: version.sections.all().delete(),
        lambda: type(version).objects.filter(pk=version.pk).update(layout="X"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_history_says_what_changed_in_which_field(document_type, cause):
    draft = make_draft(document_type)
    changed = FieldDraft("potassium", "Potassium", FieldKind.NUMBER, unit="mmol/l", decimals=2)
    save_version(draft, cause, layout="{{potassium}}", sections=[SectionDraft("Results", (changed,))])
    latest = history_of(draft, with_money=False)[0]
    told = [(change.name, change.before, change.after) for change in latest.changes]
    assert ("Layout", "", "{{potassium}}") in told
    assert any("decimals: 1" in before and "decimals: 2" in after for _name, before, after in told)


def test_what_a_discarded_draft_said_stays_in_the_history(document_type, cause):
    draft = make_draft(document_type, sections=[section("Only here", POTASSIUM)])
    discard_version(draft.pk, cause)
    (kept,) = RecordEvent.objects.filter(event__verb="discard_document_type_version")
    assert any("Only here" in change["before"] for change in kept.changes)


def test_a_layout_that_names_what_is_taken_away_is_refused_and_nothing_is_changed(document_type, cause):
    draft = make_draft(document_type)
    with pytest.raises(TypeRefused, match="Line 1: there is no placeholder"), transaction.atomic():
        save_version(draft, cause, layout="{{note}}", sections=[section("Results", POTASSIUM)])
    assert draft.fields.count() == 2


def test_fields_keep_their_rows_when_they_are_moved_and_swap_their_keys(document_type, cause):
    one, other = FieldDraft("a", "A", FieldKind.TEXT), FieldDraft("b", "B", FieldKind.TEXT)
    draft = make_draft(document_type, sections=[SectionDraft("S", (one, other))])
    keys = dict(draft.fields.values_list("key", "pk"))
    swapped = [FieldDraft("b", "A", FieldKind.TEXT), FieldDraft("a", "B", FieldKind.TEXT)]
    save_version(draft, cause, layout="", sections=[SectionDraft("T", tuple(swapped))])
    assert dict(draft.fields.values_list("key", "pk")) == keys
    assert [(row.key, row.label) for row in draft.fields.all()] == [("b", "A"), ("a", "B")]
    assert [row.title for row in draft.sections.all()] == ["T"]
