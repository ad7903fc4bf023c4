"""Which placeholders there are. A name is known exactly as it is written, or it is not known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from documents.layout.shapes import NUMBER, STAND_ALONE, FieldShape, SectionShape, fields_of

FACTS = (
    "customer", "customer.address", "customer.phone", "contact",
    "order.number", "order.received", "order.due", "order.services", "order.instructions",
    "patient.name", "patient.kind", "patient.species", "patient.breed", "patient.sex", "patient.age", "patient.owner",
    "lab.name", "lab.legal_name", "lab.address", "lab.phone", "lab.email",
    "today", "number", "revision", "title", "filled_by", "verified_by", "released_on", "reason",
)  # fmt: skip
"""Told of the order, the laboratory, and the document itself."""

SECTIONS, SIGNATURES, NEW_PAGE = "sections", "signatures", "new-page"
BLOCKS = (SECTIONS, SIGNATURES, NEW_PAGE)
SECTION = "section:"
TEXT_PARTS = ("value", "label")
NUMBER_PARTS = (*TEXT_PARTS, "unit", "flag", "range")
"""What stands behind the dot after the name of a field."""

RESERVED = frozenset({name.partition(".")[0] for name in FACTS} | set(BLOCKS) | {"section"})
"""Names that no field may have."""


class Place(Enum):
    """Where a placeholder may stand."""

    IN_A_LINE = "in a line"
    ALONE = "alone on its line"


@dataclass(frozen=True)
class Known:
    """The placeholders of one version of a type."""

    fields: Mapping[str, FieldShape]
    sections: Mapping[str, SectionShape]

    @classmethod
    def of(cls, sections: Sequence[SectionShape]) -> "Known":
        return cls(fields_of(sections), {section.title: section for section in sections})

    def place_of(self, name: str) -> Place | None:
        """None for a name that there is not."""
        if name in BLOCKS or (name.startswith(SECTION) and name.removeprefix(SECTION) in self.sections):
            return Place.ALONE
        if name in FACTS:
            return Place.IN_A_LINE
        key, _dot, part = name.partition(".")
        field = self.fields.get(key)
        if field is None or (_dot and part not in parts_of(field)):
            return None
        return Place.ALONE if field.kind in STAND_ALONE and part != "label" else Place.IN_A_LINE

    def is_block(self, name: str) -> bool:
        return self.place_of(name) is Place.ALONE

    @property
    def names(self) -> list[str]:
        """All of them, those of fields without their parts."""
        return [*self.fields, *(f"{SECTION}{title}" for title in self.sections), *FACTS, *BLOCKS]

    def nearest(self, name: str) -> str:
        """What the person may have meant; nothing where no name is near."""
        if f"{name}.name" in self.names:  # whoever writes the patient means the patient's name
            return f"{name}.name"
        found = get_close_matches(name[:100], self.names, n=1, cutoff=0.75)
        return found[0] if found else ""


def parts_of(field: FieldShape) -> Collection[str]:
    if field.kind in STAND_ALONE:
        return ("label",)
    return NUMBER_PARTS if field.kind == NUMBER else TEXT_PARTS
