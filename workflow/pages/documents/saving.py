"""Saving while somebody types: a script sends the fields that changed and is told what became of each, what others
changed meanwhile, and who else has the page open."""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.asked import id_in
from common.days import time_of
from common.refusals import Refused
from documents.models import FieldKind
from lab.access import allow
from lab.cause import Cause
from lab.once import untangled
from workflow.pages.documents.entries import Entry, FieldEntry, entries_of
from workflow.pages.documents.filling import typed_by
from workflow.pages.documents.shown import others_at, sit_down, visible_document
from workflow.papers.cells import Cell, values_of
from workflow.papers.fill_document import Filled, fill_document
from workflow.papers.opening import why_not_fill
from workflow.papers.sheet import foresee_limits, sheet_of


@allow("fill_documents")
@require_POST
def document_save(request, pk: int):
    """Idempotent, and so without a token of its own: what stands already is not written again (decision 41)."""
    document = visible_document(request, pk)
    now = timezone.now()
    typed = typed_by(request.POST)
    filled = Filled(document)
    try:
        if typed:
            filled = untangled(lambda: fill_document(pk, Cause(request.user, now), typed=typed))
        elif sentence := why_not_fill(document, request.user):
            raise Refused(sentence)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=409)
    sit_down(document, request.user)
    return JsonResponse(_told(request, filled, {one.cell for one in typed}, now))


def _told(request, filled: Filled, asked: set[Cell], now) -> dict:
    """What the page has to know: of what it sent, of what came of that, and of what is newer than what it knows."""
    document = filled.document
    known = id_in(request.POST.get("known", "")) or 0
    values = values_of(document)
    newer = {cell for cell, value in values.items() if value.pk > known}
    sheet = sheet_of(document, values)
    foresee_limits(sheet, timezone.localdate(now))
    sections = entries_of(sheet, values, filled)
    cells, tables = {}, {}
    for _section, fields in sections:
        for one in fields:
            if one.entry:
                if one.entry.place.cell in asked | newer or one.entry.is_read_only:
                    cells[one.entry.name] = _entry_told(request, one)
                continue
            touched = [
                entry for _row, entries in one.rows for entry in entries if entry.place.cell in asked | newer
            ]
            cells |= {entry.name: _cell_told(entry, request) for entry in touched}
            if touched:
                tables[one.shown.field.key] = _says(request, one)
    return {
        "saved_at": time_of(now),
        "version": document.version,
        "known": max((value.pk for value in values.values()), default=0),
        "cells": cells,
        "tables": tables,
        "others": others_at(document, request.user),
    }


def _entry_told(request, one: FieldEntry) -> dict:
    assert one.entry is not None
    return _cell_told(one.entry, request) | {"says": _says(request, one)}


def _cell_told(entry: Entry, request) -> dict:
    """``by`` only where somebody else typed what stands there."""
    value = entry.shown.value
    by_another = value is not None and value.entered_by_id != request.user.pk
    return {
        "seen": entry.seen,
        "text": entry.text,
        "by": value.entered_by.name if value and by_another else "",
        "state": "wrong" if entry.wrong else "clash" if entry.clash else "saved",
    }


def _says(request, one: FieldEntry) -> str:
    name = "_table_says" if one.kind == FieldKind.TABLE else "_entry_says"
    told = {"one": one, "entry": one.entry}
    return render_to_string(f"workflow/documents/{name}.html", told, request)
