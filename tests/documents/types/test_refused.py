"""What the pages of document types refuse: a clear sentence, and nothing that was typed is lost."""

from html import unescape

import pytest
from django.urls import reverse

from documents.models import DocumentType
from documents.type_drafts import MOST_CHOICES, MOST_COLUMNS
from lab.once import new_token
from tests.documents.types.sending import client_of, editor, row, typed
from tests.factories.document_types import make_document_type

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def client():
    return client_of("manager")


@pytest.fixture
def draft():
    return make_document_type(is_published=False).versions.get()


def refused(client, draft, rows, **said):
    answer = client.post(editor(draft), typed(rows, **said))
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def test_a_layout_of_a_megabyte(client, draft):
    page = refused(client, draft, [row("section", "A")], layout="x" * 1_000_000)
    assert "The layout is too long: at most 50,000 signs." in page
    assert "x" * 1_000_000 in page


def test_a_placeholder_that_does_not_exist(client, draft):
    page = refused(client, draft, [row("section", "A"), row("text", "Colour")], layout="one\n{{color}}")
    assert "Line 2: there is no placeholder {{color}}. Did you mean {{colour}}?" in page
    assert "one\n{{color}}" in page


def test_a_table_of_two_hundred_columns(client, draft):
    columns = "\n".join(f"Column {number}" for number in range(200))
    page = refused(client, draft, [row("section", "A"), row("table", "B", columns=columns)])
    assert f"There are 200 columns; at most {MOST_COLUMNS} fit on paper." in page
    assert "Column 199" in page


def test_two_thousand_choices(client, draft):
    choices = "\n".join(f"Choice {number}" for number in range(2000))
    page = refused(client, draft, [row("section", "A"), row("choice", "B", choices=choices)])
    assert f"There are 2,000 choices; at most {MOST_CHOICES} can be looked through." in page
    assert "Choice 1999" in page


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("text", "A")], "Begin with a section: this field has no heading above it."),
        ([row("section", "A"), row("number", "")], "Enter what the field is called."),
        ([row("section", "A"), row("section", "A")], "There is already a section of this title."),
        ([row("section", "A {{b}}")], "A section's title cannot hold { or }"),
        ([row("section", "A"), row("text", "B", key="b"), row("text", "C", key="b")], "“b” is there twice."),
        ([row("section", "A"), row("text", "B", key="customer")], "“customer” is a placeholder of its own."),
        ([row("section", "A"), row("text", "B", key="a b")], "only Latin letters, digits, - and _"),
        ([row("section", "A"), row("choice", "B")], "Write what there is to choose from, one choice a line."),
        ([row("section", "A"), row("choice", "B", choices="x\nx")], "The choice “x” is there twice."),
        ([row("section", "A"), row("table", "B")], "Write the columns of the table, one a line."),
        ([row("section", "A"), row("table", "B", columns="x\nx: number")], "The column “x” is there twice."),
        ([row("section", "A"), row("number", "B", decimals="7")], "Enter 6 or less."),
        ([row("section", "A"), row("number", "B", analyte="NIX")], "There is no analyte “NIX”."),
        ([row("section", "A"), row("sonnet", "B")], "This choice is not there any more"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be(client, draft, rows, sentence):
    assert sentence in refused(client, draft, rows)


def test_a_row_that_was_added_and_left_empty_is_none(client, draft):
    rows = [row("section", "A"), row("text", "B"), row("text", "C"), row("text", "")]
    assert client.post(editor(draft), typed(rows)).status_code == 302
    assert draft.fields.count() == 2


def test_more_rows_than_a_type_may_have(client, draft):
    page = refused(
        client, draft, [row("section", "A"), *(row("text", f"F {number}") for number in range(200))]
    )
    assert "200" in page
    assert "F 199" in page


def test_nothing_is_published_that_asks_for_nothing(client):
    document_type = make_document_type(is_published=False)
    version = document_type.versions.get()
    client.post(editor(version), typed([row("section", "A")]))
    answer = client.post(
        reverse("documents:type_version_publish", args=[version.pk]), {"form_token": new_token()}
    )
    assert "There is nothing in it yet: add a field, or write a layout." in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        ("{n:99}", "Numbers by this mask are too long"),
        ("no number", "A number mask holds {n} or {n:06} once"),
        (
            "HEM-{yyyy}-{n:04}",
            "“Haematology protocol” could give out HEM-",
        ),
    ],
)
def test_a_mask_that_cannot_be(client, mask, sentence):
    sent = {"form_token": new_token(), "name": "Protocol of tears", "kind": "protocol", "number_mask": mask}
    answer = client.post(reverse("documents:type_new"), sent)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert not DocumentType.objects.filter(name="Protocol of tears").exists()


def test_a_type_of_the_system_is_locked_but_for_what_the_laboratory_decides(client):
    system = DocumentType.objects.get(system_key="haematology")
    edit = reverse("documents:type_edit", args=[system.pk])
    sent = {
        "form_token": new_token(),
        "name": "Blood",
        "kind": "other",
        "number_mask": "BLOOD-{n:05}",
        "is_verified": "on",
    }
    assert client.post(edit, sent).status_code == 302
    system.refresh_from_db()
    assert (system.name, system.kind) == ("Haematology protocol", "protocol")
    assert (system.number_mask, system.is_verified, system.is_active) == ("BLOOD-{n:05}", True, False)
    begin = reverse("documents:type_version_new", args=[system.pk])
    answer = client.post(begin, {"form_token": new_token()})
    assert "This type comes with the system and is locked." in unescape(answer.content.decode())
    assert system.versions.count() == 1
