"""How a starter type is written down."""

from typing import Any, NamedTuple

from documents.starter.analytes import ANALYTES

_MEASURED = {measured.code: measured for measured in ANALYTES}
DEGREES = ("negative", "trace", "+", "++", "+++")


class Field(NamedTuple):
    """A field; ``analyte`` is a code. A column is its label, or (label, "number"), or (label, (choices))."""

    key: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    columns: tuple[Any, ...] = ()
    unit: str = ""
    decimals: int | None = None
    is_required: bool = False
    hint: str = ""
    analyte: str = ""


class Section(NamedTuple):
    """A heading with its fields."""

    title: str
    fields: tuple[Field, ...]


class Type(NamedTuple):
    """A type with its only version."""

    key: str
    name: str
    kind: str
    number_mask: str
    sections: tuple[Section, ...]
    layout: str = ""


def measured(*codes: str) -> tuple[Field, ...]:
    """A field for each analyte, called as the analyte is."""
    return tuple(_of(_MEASURED[code]) for code in codes)


def _of(measured) -> Field:
    key = measured.code.lower().replace("%", "-percent")
    return Field(key, measured.name, "number", analyte=measured.code)


def degree(key: str, label: str) -> Field:
    """Read from a strip or under the microscope."""
    return Field(key, label, "choice", DEGREES)


def long(key: str, label: str, **said) -> Field:
    return Field(key, label, "long_text", **said)
