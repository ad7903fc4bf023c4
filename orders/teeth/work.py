"""What is made for a tooth: its kind, the bridge that it is a part of, its shades, the implant below it; and what may
not be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orders.teeth.fdi import TEETH, WrongTeeth, in_mouth, is_run, is_upper


class Role(StrEnum):
    """``MISSING`` is said of the patient, never of a line."""

    UNIT = "unit"
    ABUTMENT = "abutment"
    PONTIC = "pontic"
    IMPLANT = "implant"
    WING = "wing"
    MISSING = "missing"


LETTERS = {
    Role.UNIT: "u",
    Role.ABUTMENT: "a",
    Role.PONTIC: "p",
    Role.IMPLANT: "i",
    Role.WING: "w",
    Role.MISSING: "m",
}
"""As they are typed behind a number, and (large) as the chart writes them into the tooth."""
CARRYING = frozenset({Role.ABUTMENT, Role.IMPLANT, Role.WING})
"""What a bridge rests on."""
ZONES = ("body", "neck", "incisal", "stump")
SHADES = ("guide", *ZONES)
IMPLANT = ("system", "platform")


@dataclass(frozen=True)
class Work:
    """The work of one line on one tooth. ``span`` tells the bridges of a line apart; None for what stands alone."""

    tooth: int
    role: str = Role.UNIT
    span: int | None = None
    guide: str = ""
    body: str = ""
    neck: str = ""
    incisal: str = ""
    stump: str = ""
    system: str = ""
    platform: str = ""

    @property
    def shades(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in SHADES)

    @property
    def has_shade(self) -> bool:
        return any(getattr(self, zone) for zone in ZONES)


def spans_of(works: Iterable[Work]) -> list[list[Work]]:
    """The bridges, each in the sequence of the mouth."""
    found: dict[int, dict[int, Work]] = {}
    for work in works:
        if work.span is not None:
            found.setdefault(work.span, {})[work.tooth] = work
    spans = [[teeth[tooth] for tooth in in_mouth(teeth)] for teeth in found.values()]
    first = {tooth: at for at, tooth in enumerate(in_mouth(span[0].tooth for span in spans))}
    return sorted(spans, key=lambda span: first[span[0].tooth])


def why_not(works: Sequence[Work]) -> WrongTeeth | None:
    """What is wrong with the teeth of one line first; None where all is well."""
    return next(_wrongs(works), None)


def _wrongs(works: Sequence[Work]) -> Iterator[WrongTeeth]:
    seen: set[int] = set()
    for work in works:
        if work.tooth not in TEETH:
            yield WrongTeeth("no_tooth", text=str(work.tooth))
            return
        if work.tooth in seen:
            yield WrongTeeth("named_twice", work.tooth)
        seen.add(work.tooth)
    for work in works:
        yield from _wrongs_of(work)
    for span in spans_of(works):
        yield from _wrongs_of_span(span)


def _wrongs_of(work: Work) -> Iterator[WrongTeeth]:
    if work.role not in set(Role) or work.role == Role.MISSING:
        yield WrongTeeth("no_kind", work.tooth)
    elif work.span is None and work.role in (Role.PONTIC, Role.WING):
        yield WrongTeeth(f"{work.role}_alone", work.tooth)
    elif work.span is not None and work.role == Role.UNIT:
        yield WrongTeeth("unsaid_in_span", work.tooth)
    elif work.role == Role.IMPLANT and not (work.system and work.platform):
        yield WrongTeeth("implant_unsaid", work.tooth)


def _wrongs_of_span(span: list[Work]) -> Iterator[WrongTeeth]:
    first, last = span[0], span[-1]
    if len(span) == 1:
        yield WrongTeeth("span_of_one", first.tooth)
    elif is_upper(first.tooth) != is_upper(last.tooth):
        yield WrongTeeth("two_jaws", first.tooth, last.tooth)
    elif not is_run(work.tooth for work in span):
        yield WrongTeeth("span_broken", first.tooth, last.tooth)
    elif not {first.role, last.role} & CARRYING:
        yield WrongTeeth("span_unheld", first.tooth, last.tooth)
