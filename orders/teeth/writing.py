"""Teeth as people type them, read and written: ``11, 12, 13-15`` and, with kinds behind the numbers, ``13a-15a``.

A range is a run within one jaw, in the sequence of the mouth: 12-22 is 12 11 21 22. A range whose ends say what they
are is a bridge: what stands between them and says nothing is a pontic. Kinds: a abutment, p pontic, i implant, w wing,
u unit. A service that makes bridges takes a range that says no kinds for one (``bridges``).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from orders.teeth.fdi import WrongTeeth, between, in_mouth, runs_of
from orders.teeth.notation import Numbers, as_told, rank, shown, tooth_called
from orders.teeth.work import LETTERS, Role, Work, spans_of

_HYPHEN = re.compile(r"\s*[-‐‑–—]\s*")
_PART = re.compile(r"([0-9]{1,4}|[A-Za-z])([A-Za-z]?)")
_ROLES = {letter: role for role, letter in LETTERS.items() if role != Role.MISSING}

Told = tuple[int, str]
"""A tooth and its role; "" where nothing is said."""


def read(text: str, numbers: str = Numbers.FDI, *, bridges: bool = False) -> tuple[Work, ...]:
    """In the sequence of the mouth; raises ``WrongTeeth``."""
    found: list[Work] = []
    for part in re.split(r"[\s,;]+", _HYPHEN.sub("-", text.strip())):
        if part:
            found += _chain(part, numbers, 1 + max((work.span or 0 for work in found), default=0), bridges)
    by_tooth: dict[int, Work] = {}
    for work in found:
        if work.tooth in by_tooth:
            raise WrongTeeth("named_twice", work.tooth)
        by_tooth[work.tooth] = work
    return tuple(by_tooth[tooth] for tooth in in_mouth(by_tooth))


def read_plain(text: str, numbers: str = Numbers.FDI) -> tuple[int, ...]:
    """Teeth of which nothing more can be said, such as those that are missing."""
    works = read(text, numbers)
    for work in works:
        if work.role != Role.UNIT:
            raise WrongTeeth("only_teeth", work.tooth)
    return tuple(work.tooth for work in works)


def written(works: Sequence[Work], numbers: str = Numbers.FDI, *, bridges: bool = False) -> str:
    """So that ``read`` finds the same teeth, kinds and bridges."""
    pieces = [([work.tooth for work in span], [_span(span, numbers)]) for span in spans_of(works)]
    alone = [work for work in works if work.span is None]
    pieces += [
        ([work.tooth], [shown(work.tooth, numbers) + LETTERS[Role(work.role)]])
        for work in alone
        if work.role != Role.UNIT
    ]
    single = [work.tooth for work in alone if work.role == Role.UNIT]
    runs = [[tooth] for tooth in single] if bridges else runs_of(single)
    return _joined([*pieces, *((run, _run(run, numbers)) for run in runs)], numbers)


def written_plain(teeth: Iterable[int], numbers: str = Numbers.FDI) -> str:
    """The teeth alone: ``11, 12, 14-16``."""
    return _joined([(run, _run(run, numbers)) for run in runs_of(set(teeth))], numbers)


def _joined(pieces: list[tuple[list[int], list[str]]], numbers: str) -> str:
    """Each with its teeth, in the sequence in which people name them."""
    pieces.sort(key=lambda piece: min(rank(tooth, numbers) for tooth in piece[0]))
    return ", ".join(text for _teeth, texts in pieces for text in texts)


def _chain(part: str, numbers: str, span: int, bridges: bool) -> list[Work]:
    """What hangs together by hyphens: one tooth, a range of single ones, or a bridge."""
    told = [_tooth(piece, part, numbers) for piece in part.split("-")]
    if len(told) == 1:
        return [Work(told[0][0], told[0][1] or Role.UNIT)]
    if not any(role for _tooth_, role in told) and bridges and len(set(told)) > 1:
        told = [(tooth, Role.ABUTMENT) for tooth, _role in told]
    if not any(role for _tooth_, role in told):
        return [Work(tooth) for tooth in dict.fromkeys(_filled([tooth for tooth, _role in told]))]
    for tooth, role in (told[0], told[-1]):
        if not role:
            raise WrongTeeth("unsaid_in_span", tooth)
    roles = dict(told)
    return [Work(tooth, roles.get(tooth) or Role.PONTIC, span) for tooth in _filled([*roles])]


def _filled(teeth: list[int]) -> list[int]:
    """With what stands between."""
    found = [teeth[0]]
    for first, last in pairwise(teeth):
        run = between(first, last)
        found += (run if run[0] == first else run[::-1])[1:]
    return found


def _tooth(piece: str, part: str, numbers: str) -> Told:
    said = _PART.fullmatch(piece)
    if said is None:
        raise WrongTeeth("no_tooth", text=part)
    tooth, letter = tooth_called(said[1], numbers), said[2].lower()
    if tooth is None or (letter and letter not in _ROLES):
        raise WrongTeeth("no_tooth", text=part)
    return tooth, _ROLES[letter] if letter else ""


def _span(span: list[Work], numbers: str) -> str:
    by_tooth = {work.tooth: work for work in span}
    told = [by_tooth[tooth] for tooth in as_told(by_tooth, numbers)]
    told = [told[0], *(work for work in told[1:-1] if work.role != Role.PONTIC), told[-1]]
    return "-".join(shown(work.tooth, numbers) + LETTERS[Role(work.role)] for work in told)


def _run(run: list[int], numbers: str) -> list[str]:
    told = [shown(tooth, numbers) for tooth in as_told(run, numbers)]
    return told if len(told) < 3 else [f"{told[0]}-{told[-1]}"]
