"""Teeth and the work on them in words: sentences for pages, papers and screen readers, and why something cannot be."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orders.teeth import Numbers, Role, Work, WrongTeeth, shown, spans_of, written_plain
from orders.teeth.fdi import is_primary, is_upper
from orders.teeth.notation import as_told
from orders.teeth.work import ZONES

KINDS = {
    Role.UNIT: gettext_lazy("Single tooth"),
    Role.ABUTMENT: gettext_lazy("Abutment"),
    Role.PONTIC: gettext_lazy("Pontic"),
    Role.IMPLANT: gettext_lazy("Implant"),
    Role.WING: gettext_lazy("Wing"),
    Role.MISSING: gettext_lazy("Missing"),
}
ZONE_WORDS = {
    "body": gettext_lazy("body"),
    "neck": gettext_lazy("neck"),
    "incisal": gettext_lazy("incisal"),
    "stump": gettext_lazy("stump"),
}
_NAMES = (
    gettext_lazy("central incisor"),
    gettext_lazy("lateral incisor"),
    gettext_lazy("canine"),
    gettext_lazy("first premolar"),
    gettext_lazy("second premolar"),
    gettext_lazy("first molar"),
    gettext_lazy("second molar"),
    gettext_lazy("third molar"),
)
_PRIMARY_NAMES = (*_NAMES[:3], *_NAMES[5:7])
_SIDES = {
    (True, True): gettext_lazy("upper right"),
    (True, False): gettext_lazy("upper left"),
    (False, True): gettext_lazy("lower right"),
    (False, False): gettext_lazy("lower left"),
}


def tooth_named(tooth: int, numbers: str = Numbers.FDI) -> str:
    """“13, upper right canine”."""
    names = _PRIMARY_NAMES if is_primary(tooth) else _NAMES
    side = _SIDES[is_upper(tooth), tooth // 10 in (1, 4, 5, 8)]
    said = {"number": shown(tooth, numbers), "side": side, "name": names[tooth % 10 - 1]}
    if is_primary(tooth):
        return _("%(number)s, %(side)s primary %(name)s") % said
    return _("%(number)s, %(side)s %(name)s") % said


def told_of_works(works: Sequence[Work], numbers: str = Numbers.FDI) -> list[str]:
    """What is made for which teeth, a sentence each: bridges first, then single teeth, implants and shades."""
    told = [_bridge(span, numbers) for span in spans_of(works)]
    alone = [work for work in works if work.span is None]
    for role in Role:
        if teeth := [work.tooth for work in alone if work.role == role and not work.system]:
            told.append(_single(role, teeth, numbers))
    return [*told, *_implants(works, numbers), *_shades(works, numbers)]


def told_of_missing(teeth: Sequence[int], numbers: str = Numbers.FDI) -> str:
    sentence = ngettext("Missing tooth: %(teeth)s", "Missing teeth: %(teeth)s", len(teeth))
    return sentence % {"teeth": _listed(teeth, numbers)}


def why_told(wrong: WrongTeeth, numbers: str = Numbers.FDI) -> str:
    """The sentence of what is wrong with teeth."""
    if wrong.kind == "no_tooth":
        return _no_tooth(wrong.text, numbers)
    in_sequence = as_told(wrong.teeth, numbers) if wrong.kind.startswith("span_") else wrong.teeth
    teeth = [shown(tooth, numbers) for tooth in in_sequence]
    said = {"tooth": teeth[0], "first": teeth[0], "last": teeth[-1]}
    return str(_WHY[wrong.kind]) % said


_WHY = {
    "named_twice": gettext_lazy("Tooth %(tooth)s is named twice in this line. Once is enough."),
    "only_teeth": gettext_lazy(
        "Write the number alone: tooth %(tooth)s is missing, and nothing is made of it here."
    ),
    "two_jaws": gettext_lazy("%(first)s and %(last)s stand in two jaws. A range or a bridge stays in one."),
    "two_dentitions": gettext_lazy(
        "One of %(first)s and %(last)s is a primary tooth and the other is none. Name them one by one."
    ),
    "no_kind": gettext_lazy("What is made for tooth %(tooth)s cannot be read. Choose it again in the chart."),
    "pontic_alone": gettext_lazy(
        "A pontic needs a bridge. Say what holds the pontic %(tooth)s, such as 13a-15a for a bridge from 13 to 15."
    ),
    "wing_alone": gettext_lazy("A wing holds a pontic. Make tooth %(tooth)s part of a bridge."),
    "unsaid_in_span": gettext_lazy(
        "Say what tooth %(tooth)s is in its bridge: an abutment (a), a pontic (p), an implant (i) or a wing (w)."
    ),
    "implant_unsaid": gettext_lazy("Enter the system and the platform of the implant %(tooth)s."),
    "span_of_one": gettext_lazy("A bridge has two teeth or more; here tooth %(tooth)s is alone."),
    "span_broken": gettext_lazy(
        "The bridge from %(first)s to %(last)s leaves a tooth out. Name it too, as a pontic."
    ),
    "span_unheld": gettext_lazy(
        "The bridge from %(first)s to %(last)s hangs at nothing: one of its ends is an abutment, an implant or a wing."
    ),
}


def _no_tooth(text: str, numbers: str) -> str:
    if numbers == Numbers.UNIVERSAL:
        sentence = _(
            "“%(part)s” is not a tooth. Write numbers from 1 to 32, or letters from A to T: 4, 5 or 6-11."
        )
    else:
        sentence = _("“%(part)s” is not a tooth. Write numbers such as 11, 12 or 13-23.")
    return sentence % {"part": text if len(text) <= 20 else f"{text[:20]}…"}


def _bridge(span: Sequence[Work], numbers: str) -> str:
    teeth = as_told((work.tooth for work in span), numbers)
    parts = [
        _in_bridge(role, [work.tooth for work in span if work.role == role], numbers)
        for role in (Role.ABUTMENT, Role.IMPLANT, Role.WING, Role.PONTIC)
    ]
    said = {
        "first": shown(teeth[0], numbers),
        "last": shown(teeth[-1], numbers),
        "parts": ", ".join(filter(None, parts)),
    }
    return _("Bridge %(first)s to %(last)s: %(parts)s") % said


def _in_bridge(role: str, teeth: list[int], numbers: str) -> str:
    if not teeth:
        return ""
    sentences = {
        Role.ABUTMENT: ngettext("abutment %(teeth)s", "abutments %(teeth)s", len(teeth)),
        Role.PONTIC: ngettext("pontic %(teeth)s", "pontics %(teeth)s", len(teeth)),
        Role.IMPLANT: ngettext("implant %(teeth)s", "implants %(teeth)s", len(teeth)),
        Role.WING: ngettext("wing %(teeth)s", "wings %(teeth)s", len(teeth)),
    }
    return sentences[Role(role)] % {"teeth": _listed(teeth, numbers)}


def _single(role: str, teeth: list[int], numbers: str) -> str:
    n = len(teeth)
    sentences = {
        Role.UNIT: ngettext("Tooth %(teeth)s", "Teeth %(teeth)s", n),
        Role.ABUTMENT: ngettext("Abutment %(teeth)s", "Abutments %(teeth)s", n),
        Role.PONTIC: ngettext("Pontic %(teeth)s", "Pontics %(teeth)s", n),
        Role.IMPLANT: ngettext("Implant %(teeth)s", "Implants %(teeth)s", n),
        Role.WING: ngettext("Wing %(teeth)s", "Wings %(teeth)s", n),
        Role.MISSING: ngettext("Missing %(teeth)s", "Missing %(teeth)s", n),
    }
    return sentences[Role(role)] % {"teeth": _listed(teeth, numbers)}


def _implants(works: Sequence[Work], numbers: str) -> list[str]:
    by_kind: dict[tuple[str, str], list[int]] = {}
    for work in works:
        if work.system or work.platform:
            by_kind.setdefault((work.system, work.platform), []).append(work.tooth)
    return [
        ngettext("Implant %(teeth)s: %(kind)s", "Implants %(teeth)s: %(kind)s", len(teeth))
        % {"teeth": _listed(teeth, numbers), "kind": ", ".join(filter(None, kind))}
        for kind, teeth in by_kind.items()
    ]


def _shades(works: Sequence[Work], numbers: str) -> list[str]:
    by_shade: dict[tuple[str, ...], list[int]] = {}
    for work in works:
        if work.has_shade:
            by_shade.setdefault(work.shades, []).append(work.tooth)
    told = []
    for (guide, *zones), teeth in by_shade.items():
        said = ", ".join(
            f"{ZONE_WORDS[zone]} {shade}" for zone, shade in zip(ZONES, zones, strict=True) if shade
        )
        sentence = _("Shade of %(teeth)s: %(zones)s")
        told.append(
            sentence % {"teeth": _listed(teeth, numbers), "zones": f"{said} ({guide})" if guide else said}
        )
    return told


def _listed(teeth: Iterable[int], numbers: str) -> str:
    """“13 and 15”, “11, 12 and 21”, “14 to 17”."""
    runs = written_plain(teeth, numbers).split(", ")
    named = [_run_told(*run.split("-")) for run in runs]
    if len(named) == 1:
        return named[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(named[:-1]), "last": named[-1]}


def _run_told(first: str, last: str = "") -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last} if last else first
