"""What a layout is drawn of: sections with fields, and what was filled into them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

NUMBER, LONG_TEXT, TABLE, PICTURE = "number", "long_text", "table", "picture"
STAND_ALONE = frozenset({TABLE, PICTURE})
"""Kinds of fields that are no words within a line."""


@dataclass(frozen=True)
class ColumnShape:
    """A column of a field that is a table."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class FieldShape:
    """A field, as far as a paper shows it."""

    key: str
    label: str
    kind: str
    columns: tuple[ColumnShape, ...] = ()


@dataclass(frozen=True)
class SectionShape:
    """A heading with the fields under it."""

    title: str
    fields: tuple[FieldShape, ...] = ()


@dataclass(frozen=True)
class Filled:
    """What was filled into a field, in words. ``rows`` of a table, ``picture`` as a data address of a picture."""

    text: str = ""
    unit: str = ""
    flag: str = ""
    flag_words: str = ""
    range: str = ""
    previous: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.rows or self.picture)

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> "Filled":
        """Of what ``dataclasses.asdict`` wrote into a snapshot."""
        said = {field.name: told[field.name] for field in fields(cls) if field.name in told}
        rows = tuple(tuple(map(str, row)) for row in said.pop("rows", ()))
        return cls(**{name: str(text) for name, text in said.items()}, rows=rows)


@dataclass(frozen=True)
class Words:
    """The words that a paper says by itself, in the reader's language."""

    result: str = "Result"
    flag: str = "Flag"
    unit: str = "Unit"
    range: str = "Reference"
    previous: str = "Before"
    for_laboratory: str = "For the laboratory"
    for_recipient: str = "For the recipient"
    no_picture: str = "This picture cannot be shown."


NOTHING = Filled()


def fields_of(sections: Iterable[SectionShape]) -> dict[str, FieldShape]:
    return {field.key: field for section in sections for field in section.fields}


def texts_of(
    layout: str, sections: Sequence[SectionShape], values: Mapping[str, Filled], facts: Mapping[str, str]
) -> Iterator[str]:
    """Everything on the paper that a person may have typed."""
    yield layout
    yield from facts.values()
    for section in sections:
        yield section.title
        for field in section.fields:
            yield field.label
            yield from (column.label for column in field.columns)
    for filled in values.values():
        yield from (filled.text, filled.unit, filled.range, filled.previous)
        for row in filled.rows:
            yield from row


_MARKUP = re.compile(
    r"<[a-z/!?]|url\s*\(|@import|\b(?:file|data|javascript|https?|ftp|asset):", re.IGNORECASE
)


def looks_like_markup(text: str) -> bool:
    """Whether somebody may have tried to have it read as more than text. It is drawn as text all the same."""
    return _MARKUP.search(text) is not None
