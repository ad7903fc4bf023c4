"""What is wrong with a layout, by line; the words stand elsewhere."""

from dataclasses import dataclass, replace
from enum import Enum

from documents.layout.placeholders import Known, Place
from documents.layout.reading import LONGEST_LAYOUT, Read, read

MOST_PLACEHOLDERS = 300
MOST_TOLD = 20
"""Of many faults the first are told."""


class Wrong(Enum):
    """Kinds of faults."""

    TOO_LONG = "too long"
    UNKNOWN = "unknown"
    TORN = "torn"
    NOT_ALONE = "not alone"
    TOO_WIDE = "too wide"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Fault:
    """``name`` is the placeholder, ``near`` one that may have been meant."""

    wrong: Wrong
    line: int = 0
    name: str = ""
    near: str = ""


def faults_of(layout: str, known: Known) -> list[Fault]:
    """The first of them, from the first line on."""
    if is_too_large(layout):
        return [Fault(Wrong.TOO_LONG)]
    text = read(layout, known.is_block)
    if len(text.found) > MOST_PLACEHOLDERS:
        return [Fault(Wrong.TOO_MANY, text.found[MOST_PLACEHOLDERS].line)]
    return [_with_near(fault, known) for fault in _of_read(text, known)[:MOST_TOLD]]


def is_too_large(layout: str) -> bool:
    """Such a one is not even read."""
    return len(layout) > LONGEST_LAYOUT


def _of_read(layout: Read, known: Known) -> list[Fault]:
    faults = [Fault(Wrong.TORN, torn.line) for torn in layout.torn]
    faults += [Fault(Wrong.TOO_WIDE, line) for line in layout.too_wide]
    for found in layout.found:
        place = known.place_of(found.name)
        if place is None:
            faults.append(Fault(Wrong.UNKNOWN, found.line, found.name))
        elif place is Place.ALONE and not found.is_alone:
            faults.append(Fault(Wrong.NOT_ALONE, found.line, found.name))
    return sorted(faults, key=lambda fault: fault.line)


def _with_near(fault: Fault, known: Known) -> Fault:
    return replace(fault, near=known.nearest(fault.name)) if fault.wrong is Wrong.UNKNOWN else fault
