"""What the body of a document's paper is drawn of: the layout of its type, the fields with their values, facts."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from common.days import day_and_year, day_in_full
from documents.layout.shapes import Filled
from documents.models import FieldKind
from documents.order_facts import order_facts
from documents.type_versions import sections_of, shapes_of
from workflow.papers.pictures import as_drawn
from workflow.papers.sheet import FieldShown, Sheet, Shown


def frozen_layout(sheet: Sheet, facts: Mapping[str, str]) -> dict[str, Any]:
    """An empty layout stands for all sections, one under the other."""
    version = sheet.document.type_version
    return {
        "layout": version.layout,
        "sections": [asdict(shape) for shape in shapes_of(sections_of(version))],
        "values": {one.field.key: asdict(_filled(one)) for one in sheet.fields if not one.is_empty},
        "facts": {**order_facts(sheet.document.order), **facts},
    }


def facts_of(says: Mapping[str, Any], day) -> dict[str, str]:
    """What a document knows about itself, by the names of its placeholders."""
    return {
        "number": says["number"],
        "title": says["title"],
        "revision": str(says.get("revision") or ""),
        "reason": says["reason"],
        "filled_by": (says.get("finished") or {}).get("by", ""),
        "verified_by": (says.get("verified") or {}).get("by", ""),
        "released_on": day_in_full(day) if says["number"] else "",
    }


def _filled(one: FieldShown) -> Filled:
    if one.cell is None:
        return Filled(rows=tuple(tuple(cell.words for cell in cells) for _row, cells in one.rows))
    cell, value = one.cell, one.cell.value
    if one.field.kind == FieldKind.PICTURE and value and value.file:
        return Filled(text=value.file.name, picture=as_drawn(value.file))
    return Filled(
        text=cell.words,
        unit=cell.unit,
        flag=value.flag if value else "",
        flag_words=str(value.get_flag_display()) if value and value.flag else "",
        range=cell.limits.normal_in_words if cell.limits else "",
        previous=previous_of(cell),
    )


def previous_of(cell: Shown) -> str:
    """The last result before this one, with its day, where it was in the same unit."""
    if not cell.previous or cell.previous[0].unit != cell.place.unit:
        return ""
    last = cell.previous[0]
    return f"{cell.before} ({day_and_year(last.on)})"
