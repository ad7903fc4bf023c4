"""The pages of document types: making one, its draft, publishing, what is refused, who sees what."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import DocumentType, DocumentTypeVersion
from documents.type_versions import sections_of, version_in_force
from lab.once import new_token
from tests.documents.types.sending import client_of, editor, row, save_draft, typed
from tests.factories.document_types import NOTE, make_document_type, make_draft, section

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def of_type(**said):
    usual = {
        "name": "Protocol of saliva",
        "kind": "protocol",
        "number_mask": "SAL-{yyyy}-{n:05}",
        "is_active": "on",
    }
    return {"form_token": new_token(), **usual, **said}


def test_a_type_is_made_and_leads_to_the_editor_of_its_first_version():
    answer = client_of("manager").post(reverse("documents:type_new"), of_type())
    made = DocumentType.objects.get(name="Protocol of saliva")
    assert answer.url == editor(made.versions.get())
    assert version_in_force(made) is None
    assert made not in DocumentType.objects.on_offer()


def test_a_draft_is_saved_and_published_and_then_on_offer():
    draft = make_document_type(is_published=False).versions.get()
    client = client_of("manager")
    rows = [
        row("section", "Electrolytes"),
        row("number", "Potassium", unit="mmol/l", decimals="1", is_required="on"),
        row("choice", "Colour", choices="red\nblue"),
        row("table", "Antibiogram", columns="Antimicrobial\nZone, mm: number\nResult: S, I, R"),
    ]
    answer = client.post(
        editor(draft), typed(rows, layout="# Hello\n{{section:Electrolytes}}\n{{antibiogram}}")
    )
    assert answer.status_code == 302, answer.content.decode()
    (electrolytes,) = sections_of(draft)
    assert [(field.key, field.kind) for field in electrolytes.rows] == [
        ("potassium", "number"), ("colour", "choice"), ("antibiogram", "table"),
    ]  # fmt: skip
    assert electrolytes.rows[2].columns[2] == {
        "key": "result", "label": "Result", "kind": "choice", "choices": ["S", "I", "R"],
    }  # fmt: skip
    client.post(reverse("documents:type_version_publish", args=[draft.pk]), {"form_token": new_token()})
    assert version_in_force(draft.document_type) == draft
    assert draft.document_type in DocumentType.objects.on_offer()


def test_saving_and_publishing_leads_to_the_question():
    draft = make_document_type(is_published=False).versions.get()
    answer = client_of("manager").post(
        editor(draft), typed([row("section", "A"), row("text", "B")], then="publish")
    )
    assert answer.url == reverse("documents:type_version_publish", args=[draft.pk])


def test_what_was_published_stays_and_the_next_version_begins_as_its_copy():
    document_type = make_document_type(layout="# One\n{{potassium}}")
    first = document_type.versions.get()
    client = client_of("manager")
    answer = client.post(
        reverse("documents:type_version_new", args=[document_type.pk]), {"form_token": new_token()}
    )
    second = document_type.versions.get(number=2)
    assert answer.url == editor(second)
    assert second.layout == first.layout
    assert [field.key for field in second.fields.all()] == [field.key for field in first.fields.all()]
    assert "published" in unescape(save_draft(client, first, [row("section", "X")]))
    assert client.get(editor(first)).url == reverse("documents:type_version", args=[first.pk])
    assert version_in_force(document_type) == first


def test_a_draft_is_discarded_and_a_published_version_is_not():
    document_type = make_document_type()
    draft = make_draft(document_type)
    client = client_of("manager")
    discard = [
        reverse("documents:type_version_discard", args=[pk])
        for pk in (draft.pk, document_type.versions.get(number=1).pk)
    ]
    client.post(discard[0], {"form_token": new_token()})
    refused = client.post(discard[1], {"form_token": new_token()})
    assert "This version is published: it stays as it is." in unescape(refused.content.decode())
    assert [version.number for version in document_type.versions.all()] == [1]


def test_a_copy_begins_with_what_the_other_has_in_force():
    source = make_document_type(layout="{{note}}")
    answer = client_of("manager").post(
        reverse("documents:type_copy", args=[source.pk]), of_type(name="Copied", number_mask="CP-{n:05}")
    )
    copied = DocumentType.objects.get(name="Copied").versions.get()
    assert answer.url == editor(copied)
    assert (copied.layout, copied.fields.count()) == ("{{note}}", 2)


def test_the_list_says_how_many_and_which_version_is_in_force():
    DocumentType.objects.update(is_active=False)
    make_draft(make_document_type(name="Protocol of tears"))
    page = unescape(client_of("technician").get(reverse("documents:type_list")).content.decode())
    assert "1 document type" in page
    assert "Version 1 since" in " ".join(page.split())
    assert "New document type" not in page


def test_the_list_takes_as_many_statements_for_many_types():
    client = client_of("manager")
    make_document_type()

    def statements():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("documents:type_list"))
        return len(asked)

    statements()  # what is read once for all
    few = statements()
    for _time in range(4):
        make_draft(make_document_type())
    assert statements() == few


def test_the_editor_of_sixty_fields_takes_few_statements():
    fields = [NOTE.__class__(f"f-{number}", f"Field {number}", "text") for number in range(60)]
    draft = make_document_type(section("Many", *fields), is_published=False).versions.get()
    client = client_of("manager")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(editor(draft)).content.decode()
    assert page.count("data-formset-row") >= 61
    assert len(asked) < 40


def test_two_people_keep_what_both_typed():
    draft = make_document_type(is_published=False).versions.get()
    one, other = client_of("manager"), client_of("administrator")
    opened = one.get(editor(draft)).context["seen"]
    heading, (potassium, note) = draft.sections.get(), [f"field-{one.pk}" for one in draft.fields.all()]
    rows = [
        row("section", "Results", row=f"section-{heading.pk}"),
        row("number", "Potassium", key="potassium", unit="mmol/l", decimals="1", row=potassium),
        row("long_text", "Note", key="note", row=note),
    ]
    theirs = [*rows, row("text", "Method")]
    assert other.post(editor(draft), typed(theirs, seen=opened)).status_code == 302
    mine = [*rows[:2], row("long_text", "Remark", key="note", row=note)]
    assert one.post(editor(draft), typed(mine, seen=opened)).status_code == 302
    assert [field.label for field in draft.fields.all()] == ["Potassium", "Remark", "Method"]


def test_a_version_is_gone_for_whoever_opened_it_before_it_was_discarded():
    draft = make_document_type(is_published=False).versions.get()
    client = client_of("manager")
    client.get(editor(draft))
    DocumentTypeVersion.objects.filter(pk=draft.pk).delete()
    assert client.post(editor(draft), typed([row("section", "A")])).status_code == 404
