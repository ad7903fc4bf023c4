"""What a document says when it is released, as plain data that can be frozen; and what differs between two of these.

Numbers stand as they were typed, days are ISO dates. The words around them are the print template's.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from documents.models import Document, FieldKind, Flag, TypeKind
from lab.events import local_day
from lab.models import Event, LabSettings
from workflow.papers.own_layout import facts_of, frozen_layout, previous_of
from workflow.papers.pictures import as_drawn
from workflow.papers.sheet import FieldShown, Sheet

Paper = dict[str, Any]

KIND_OF_PAPER = {
    TypeKind.PROTOCOL: "protocol",
    TypeKind.CONCLUSION: "conclusion",
    TypeKind.PRESCRIPTION: "prescription",
    TypeKind.NOTE: "delivery_note",
    TypeKind.CONSENT: "consent",
    TypeKind.OTHER: "document",
}


def kind_of_paper(document: Document) -> str:
    """The kind under which its papers are issued (``papers.kinds``)."""
    return KIND_OF_PAPER[TypeKind(document.kind)]


def document_snapshot(
    sheet: Sheet, event: Event, *, revision: int, before: Paper | None = None, reason: str = ""
) -> Paper:
    """What is frozen when the document is released by this event; ``before`` is what the last revision said."""
    document, on = sheet.document, local_day(event.at)
    says = _said(sheet, on=on) | {
        "revision": revision,
        "reason": reason,
        "finished": _signed(document.finished_by, document.finished_at),
        "verified": _signed(event.actor, event.at) if document.document_type.is_verified else None,
    }
    if before is not None:
        says["replaces"] = {"revision": before["revision"], "date": before["date"]}
        says["changes"] = changes_between(before, says)
    return says | {"own_layout": frozen_layout(sheet, facts_of(says, on))}


def draft_paper(sheet: Sheet, on: date) -> Paper:
    """What the paper of a document says before it is released: the same, and nothing to rely on."""
    document = sheet.document
    says = _said(sheet, on=on) | {
        "is_draft": True,
        "revision": 0,
        "finished": _signed(document.finished_by, document.finished_at),
        "verified": None,
    }
    return says | {"own_layout": frozen_layout(sheet, facts_of(says, on))}


def _said(sheet: Sheet, *, on: date) -> Paper:
    document = sheet.document
    sections = [_section(section.title, fields) for section, fields in sheet.sections]
    sections = [section for section in sections if section["fields"]]
    return {
        "number": document.number or "",
        "title": document.title,
        "kind": document.kind,
        "type_version": document.type_version.number,
        "date": on.isoformat(),
        "lab": _lab(),
        "order": _order(document),
        "patient": _patient(document),
        "sections": sections,
        "has_previous": any(one["previous"] for one in _fields(sections)),
        "sources": _sources(sheet),
        "replaces": None,
        "reason": "",
        "changes": [],
    }


def _section(title: str, fields: Iterable[FieldShown]) -> Paper:
    """What is empty is left off the paper."""
    said = [_field(one) for one in fields if not one.is_empty]
    return {
        "title": title,
        "fields": said,
        "has_results": any(one["kind"] == FieldKind.NUMBER for one in said),
    }


def _field(shown: FieldShown) -> Paper:
    told = {"key": shown.field.key, "label": shown.field.label, "kind": shown.field.kind, "previous": ""}
    if shown.cell is None:
        return told | _table(shown)
    cell = shown.cell
    said = told | {"text": cell.words, "unit": cell.unit, "flag": cell.value.flag if cell.value else ""}
    if shown.field.kind == FieldKind.PICTURE and cell.value and cell.value.file:
        return said | {"sha256": cell.value.file.sha256, "picture": as_drawn(cell.value.file)}
    if shown.field.kind != FieldKind.NUMBER:
        return said
    return said | {
        "range": cell.limits.normal_in_words if cell.limits else "",
        "flag_says": str(Flag(said["flag"]).label) if said["flag"] else "",
        "previous": previous_of(cell),
    }


def _table(shown: FieldShown) -> Paper:
    return {
        "columns": [{"key": column["key"], "label": column["label"]} for column in shown.field.columns],
        "rows": [{"row": row, "cells": [cell.words for cell in cells]} for row, cells in shown.rows],
    }


def _fields(sections: Iterable[Paper]) -> Iterable[Paper]:
    return (one for section in sections for one in section["fields"])


def _sources(sheet: Sheet) -> list[Paper]:
    """Where the ranges come from and for whom they hold, each once."""
    found: dict[tuple[str, str], None] = {}
    for cell in sheet.cells:
        if cell.limits and cell.value:
            found[(str(cell.value.limits.get("source", "")), cell.holds_for)] = None
    return [{"source": source, "holds_for": whom} for source, whom in found]


def _lab() -> dict[str, str]:
    lab = LabSettings.load()
    return {
        name: getattr(lab, name) for name in ("name", "legal_name", "address", "phone", "email", "requisites")
    }


def _order(document: Document) -> dict[str, str]:
    order = document.order
    customer = order.customer
    return {
        "number": order.number or "",
        "customer": customer.legal_name or customer.name,
        "contact": order.contact.name if order.contact else "",
    }


def _patient(document: Document) -> dict[str, str]:
    order = document.order
    return {
        "name": order.patient_name,
        "kind": order.get_patient_kind_display(),
        "sex": order.get_patient_sex_display() if order.patient_sex else "",
        "age": order.patient_age,
        "species": ", ".join(part for part in (order.patient_species, order.patient_breed) if part),
        "owner": order.patient_owner,
    }


def _signed(person, at) -> Paper | None:
    return {"by": person.name, "on": local_day(at).isoformat()} if person and at else None


def changes_between(before: Paper, after: Paper) -> list[dict[str, str]]:
    """What the later one says otherwise, in words: ``{"field", "before", "after"}``."""
    was, now = dict(_told(before)), dict(_told(after))
    names = dict.fromkeys([*now, *was])
    return [
        {"field": name, "before": was.get(name, ""), "after": now.get(name, "")}
        for name in names
        if was.get(name, "") != now.get(name, "")
    ]


def _told(paper: Paper) -> Iterable[tuple[str, str]]:
    """Each thing that a paper says, by its name."""
    yield _("Customer"), paper["order"]["customer"]
    named = {
        "name": _("Patient"),
        "species": _("Species"),
        "sex": _("Sex"),
        "age": _("Age"),
        "owner": _("Owner"),
    }
    yield from ((label, paper["patient"].get(name, "")) for name, label in named.items())
    for one in _fields(paper["sections"]):
        if "rows" in one:
            yield from _told_of_rows(one)
            continue
        yield one["label"], _with_flag(one)
        if one.get("range"):
            yield _("%(field)s, reference") % {"field": one["label"]}, one["range"]


def _with_flag(one: Paper) -> str:
    said = f"{one['text']} {one['unit']}".strip()
    return f"{said} {one['flag']}" if one.get("flag") else said


def _told_of_rows(table: Paper) -> Iterable[tuple[str, str]]:
    for row in table["rows"]:
        for column, text in zip(table["columns"], row["cells"], strict=True):
            told = {"table": table["label"], "row": row["row"] + 1, "column": column["label"]}
            yield _("%(table)s, row %(row)s, %(column)s") % told, text
