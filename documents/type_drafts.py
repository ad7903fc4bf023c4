"""Sections and fields of a version as they shall be, and what none of them may be, whoever hands them over."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.refusals import Refused
from documents.layout.placeholders import RESERVED
from documents.models import DocumentTypeVersion, FieldKind
from documents.type_versions import sections_of

MOST_ROWS, MOST_CHOICES, MOST_COLUMNS = 200, 200, 12
LONGEST_CHOICE, LONGEST_KEY = 100, 40
COLUMN_KINDS = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.CHOICE)


class TypeRefused(Refused):
    """The document type cannot be so."""


@dataclass(frozen=True)
class ColumnDraft:
    """A column of a table."""

    label: str
    kind: str = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class FieldDraft:
    """One field as it shall be; ``field_id`` is the row that it changes, where that is known."""

    key: str
    label: str
    kind: str
    is_required: bool = False
    hint: str = ""
    analyte_id: int | None = None
    unit: str = ""
    decimals: int | None = None
    choices: tuple[str, ...] = ()
    columns: tuple[ColumnDraft, ...] = ()
    field_id: int | None = None


@dataclass(frozen=True)
class SectionDraft:
    """A heading and the fields under it, in sequence; ``section_id`` is the row that it changes, where known."""

    title: str
    fields: Sequence[FieldDraft] = ()
    section_id: int | None = None


def drafts_of(version: DocumentTypeVersion) -> list[SectionDraft]:
    """What another version begins with as its copy."""
    return [
        SectionDraft(
            section.title,
            [
                FieldDraft(
                    key=row.key,
                    label=row.label,
                    kind=row.kind,
                    is_required=row.is_required,
                    hint=row.hint,
                    analyte_id=row.analyte_id,
                    unit=row.unit,
                    decimals=row.decimals,
                    choices=tuple(row.choices),
                    columns=tuple(_column_of(told) for told in row.columns),
                )
                for row in section.rows
            ],
        )
        for section in sections_of(version)
    ]


def _column_of(told: dict) -> ColumnDraft:
    return ColumnDraft(told["label"], told["kind"], tuple(told.get("choices", ())), told["key"])


def refuse_drafts(sections: Sequence[SectionDraft]) -> None:
    """Raise ``TypeRefused`` with the first thing that is wrong."""
    fields = [one for section in sections for one in section.fields]
    if len(sections) + len(fields) > MOST_ROWS:
        raise TypeRefused(
            _("A document type has at most %(most)s sections and fields.") % {"most": MOST_ROWS}
        )
    for name, count in Counter(section.title for section in sections).items():
        if count > 1:
            raise TypeRefused(
                _("There are two sections “%(name)s”. Give one of them another title.") % {"name": name}
            )
    for key, count in Counter(one.key for one in fields).items():
        if count > 1:
            raise TypeRefused(twice_sentence(key))
    for one in fields:
        for sentence in why_not_field(one):
            raise TypeRefused(f"{one.label}: {sentence}")
    for section in sections:
        if sentence := why_not_title(section.title):
            raise TypeRefused(sentence)


def why_not_title(title: str) -> str:
    if "{" in title or "}" in title:
        return _("A section's title cannot hold { or }: it is named in the layout.")
    return ""


def why_not_key(key: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", key):
        return _("A placeholder's name has only Latin letters, digits, - and _.")
    if key in RESERVED:
        return _("“%(key)s” is a placeholder of its own. Choose another name.") % {"key": key}
    return ""


def twice_sentence(key: str) -> str:
    return _("The placeholder “%(key)s” is there twice. Give one of the fields another name.") % {"key": key}


def why_not_field(draft: FieldDraft) -> Iterator[str]:
    """What its kind does not allow."""
    if sentence := why_not_key(draft.key):
        yield sentence
    if draft.kind == FieldKind.CHOICE and (sentence := why_not_choices(draft.choices)):
        yield sentence
    if draft.kind == FieldKind.TABLE and (sentence := why_not_columns(draft.columns)):
        yield sentence


def why_not_choices(choices: Sequence[str]) -> str:
    if not choices:
        return _("Write what there is to choose from, one choice a line.")
    if len(choices) > MOST_CHOICES:
        told = {"count": f"{len(choices):,}", "most": MOST_CHOICES}
        return _("There are %(count)s choices; at most %(most)s can be looked through.") % told
    if long := next((one for one in choices if len(one) > LONGEST_CHOICE), ""):
        told = {"choice": f"{long[:30]}…", "most": LONGEST_CHOICE}
        return _("The choice “%(choice)s” is too long: at most %(most)s signs.") % told
    if twice := next((one for one, count in Counter(choices).items() if count > 1), ""):
        return _("The choice “%(choice)s” is there twice.") % {"choice": twice}
    return ""


def why_not_columns(columns: Sequence[ColumnDraft]) -> str:
    if not columns:
        return _("Write the columns of the table, one a line.")
    if len(columns) > MOST_COLUMNS:
        told = {"count": len(columns), "most": MOST_COLUMNS}
        return _("There are %(count)s columns; at most %(most)s fit on paper.") % told
    labels = Counter(column.label for column in columns)
    if twice := next((one for one, count in labels.items() if count > 1), ""):
        return _("The column “%(column)s” is there twice.") % {"column": twice}
    for column in columns:
        if len(column.label) > LONGEST_CHOICE:
            return _("The name of a column has at most %(most)s signs.") % {"most": LONGEST_CHOICE}
        if column.kind == FieldKind.CHOICE and (sentence := why_not_choices(column.choices)):
            return f"{column.label}: {sentence}"
    return ""


def key_for(label: str, taken: Collection[str] = ()) -> str:
    """The name of a placeholder that is proposed for a field of this label."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_KEY - 4].strip("-") or "field"
    if key in RESERVED:
        key = f"{key}-field"
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free
