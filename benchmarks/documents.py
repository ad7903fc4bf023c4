"""Cases of documents: a protocol of many pages, and an order that brings twenty documents."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone

from benchmarks.measuring import Case, timed
from benchmarks.paper_alone import PaperAlone
from benchmarks.statements import recorded
from catalog.models import Service
from common.pdf import engine
from documents.models import DocumentType, FieldKind
from documents.save_document_type import publish_version, save_document_type, save_version
from documents.save_service_documents import save_service_documents
from documents.type_drafts import ColumnDraft, FieldDraft, SectionDraft
from documents.type_masks import free_mask
from lab.cause import Cause
from orders.models import Order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import LineDraft, OrderDraft
from workflow.papers.cells import Cell, Typed
from workflow.papers.fill_document import fill_document
from workflow.papers.make_document import make_document
from workflow.papers.revision import draft_paper
from workflow.papers.sheet import sheet_of

PAPER_AIM, DOCUMENTS_AIM = 1.15, 2
TABLES, ROWS, DOCUMENTS = 6, 150, 20
"""A protocol of six tables with so many rows each: twenty-four pages."""
PAPER_RUNS, ORDER_RUNS = 5, 20
COLUMNS = ("What", "Amount", "Remark")


def protocol(bench, name: str) -> Case:
    """The paper of a long protocol from its values to the PDF, against WeasyPrint alone on the same HTML."""
    document = _long_protocol(_now(bench))
    alone = bench.resources.enter_context(PaperAlone())

    def html() -> str:
        paper = draft_paper(sheet_of(document), timezone.localdate())
        return render_to_string("print/document.html", {"paper": paper})

    same = html()
    return Case(
        name,
        PAPER_AIM,
        PAPER_RUNS,
        page=lambda: timed(lambda: engine.draw_html(html())),
        floor=lambda: alone.seconds(same, None),
        look=lambda: [statement.seconds for statement in _sent(html)],
    )


def order_with_documents(bench, name: str) -> Case:
    """An order is saved whose service asks for twenty documents, against the same order of a service without."""
    plain, asking = Service.objects.on_sale().order_by("pk")[:2]
    cause = _now(bench)
    types = [_type(f"Of many {number}", [_remark()], cause).pk for number in range(DOCUMENTS)]
    save_service_documents(asking.pk, dict.fromkeys(types, False), cause)
    customer = Order.objects.order_by("-pk").first().customer

    def save(service: Service) -> None:
        lines = (LineDraft(service_id=service.pk, quantity=Decimal(1)),)
        create_order(OrderDraft(customer_id=customer.pk, lines=lines), _now(bench))

    save(plain)
    return Case(
        name,
        DOCUMENTS_AIM,
        ORDER_RUNS,
        page=lambda: timed(lambda: save(asking)),
        floor=lambda: timed(lambda: save(plain)),
        look=lambda: [statement.seconds for statement in _sent(lambda: save(asking))],
    )


def _now(bench) -> Cause:
    return Cause(bench.viewer, timezone.now())


def _sent(act) -> list:
    with recorded() as statements:
        act()
    return statements


def _long_protocol(cause: Cause):
    columns = tuple(ColumnDraft(name, key=name.lower()) for name in COLUMNS)
    tables = [
        replace(
            _remark(), key=f"table-{number}", label=f"Table {number}", kind=FieldKind.TABLE, columns=columns
        )
        for number in range(TABLES)
    ]
    made = _type("Long protocol", tables, cause)
    document = make_document(Order.objects.filter(status="production").first().pk, cause, document_type=made)
    fill_document(document.pk, cause, typed=list(_rows()))
    return document


def _rows() -> Iterator[Typed]:
    for table in range(TABLES):
        for row in range(ROWS):
            for column in COLUMNS:
                yield Typed(Cell(f"table-{table}", row, column.lower()), f"{column} {row}")


def _remark() -> FieldDraft:
    return FieldDraft("remark", "Remark", FieldKind.TEXT)


def _type(name: str, fields: list[FieldDraft], cause: Cause) -> DocumentType:
    made = save_document_type(DocumentType(name=name, number_mask=free_mask()), cause)
    version = save_version(
        made.versions.get(), cause, layout="", sections=[SectionDraft("Results", tuple(fields))]
    )
    publish_version(version.pk, cause)
    return made
