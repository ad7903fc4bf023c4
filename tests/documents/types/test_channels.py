"""Whatever would make a paper load something is text in it, wherever it is typed; the log says that it was there."""

import io

import pytest
from pypdf import PdfReader

from common.pdf.engine import render_pdf
from documents.document_body import document_body
from documents.layout.shapes import Filled
from documents.models import FieldKind
from documents.type_drafts import ColumnDraft, FieldDraft, SectionDraft
from documents.type_versions import version_in_force
from tests.common.test_pdf import CHANNELS, SECRET, secret
from tests.factories.document_types import make_document_type

__all__ = ["secret"]
pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def words_of(pdf: bytes) -> str:
    return "".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def paper(body):
    told = {"title": "Protocol", "number": "P-1", "date": "2026-11-26", "lab": {"name": "Laboratory"}}
    return {"paper": {**told, "order": {}, "patient": {}}, "body": body}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_is_only_text(channel, secret, caplog):
    """In the layout, a title, a label, a column, a choice, a value, a cell, a fact, and as the address of a picture."""
    typed = CHANNELS[channel].format(url=secret).replace("__url__", secret)
    label = typed.replace("{", "(").replace("}", ")")[:100]
    fields = (
        FieldDraft("value", label, FieldKind.TEXT),
        FieldDraft("chosen", "Chosen", FieldKind.CHOICE, choices=(label,)),
        FieldDraft("table", "Table", FieldKind.TABLE, columns=(ColumnDraft(label),)),
        FieldDraft("photo", "Photo", FieldKind.PICTURE),
    )
    layout = f"{typed}\n\n{{{{sections}}}}\n\n{{{{photo}}}}\n\n{{{{patient.name}}}}"
    document_type = make_document_type(SectionDraft(label, fields), layout=layout)
    values = {
        "value": Filled(typed),
        "chosen": Filled(label),
        "table": Filled(rows=((typed,),)),
        "photo": Filled(picture=secret),
    }
    body = document_body(version_in_force(document_type), values, {"patient.name": typed})
    assert "looks like markup or like an address" in caplog.text
    assert "its address is no picture" in caplog.text
    pdf = render_pdf("print/document_sample.html", paper(body))
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    assert SECRET.replace(" ", "") not in words_of(pdf)
    assert words_of(pdf).count("".join(typed.split())) >= 4
