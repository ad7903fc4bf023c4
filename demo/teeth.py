"""What the orders of the demonstration make for which teeth: crowns, bridges, implants, whole jaws, shades by zone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalog.models import CountsBy
from demo.prescriptions import WHOLE_JAW
from orders.teeth import Role, Work, read
from orders.teeth.work import CARRYING

BRIDGES = {"C-110", "C-111", "C-113", "I-131"}
PONTICS_AS = {"C-110": "C-107"}
IMPLANTS = {"I-130", "I-131", "I-132", "I-133", "I-136", "X-190"}
IN_ZONES = {"C-102", "V-122"}
TOOTHLESS = {"D-140", "D-147", "D-144", "I-134", "X-192"}
"""Whose patient has no tooth left in the jaw."""
ONE_AN_ORDER = {"M-176"}
JAWS = {"Upper jaw": "17-27", "Lower jaw": "47-37"}
DARKER = {
    "A1": "A2",
    "A2": "A3",
    "A3": "A3.5",
    "A3.5": "A4",
    "B1": "B2",
    "B2": "B3",
    "C1": "C2",
    "BL2": "BL3",
}


def counts_by(code: str, asks: Mapping[str, bool]) -> str:
    """How the service counts its teeth; what asks for none is counted by hand."""
    if "teeth" not in asks:
        return CountsBy.UNIT
    if code in WHOLE_JAW:
        return CountsBy.JAW
    if code in ONE_AN_ORDER:
        return CountsBy.ORDER
    return CountsBy.SPAN if code == "C-112" else CountsBy.TOOTH


def works_for(code: str, quantity: int, teeth: Sequence[str], told: Mapping[str, str]) -> tuple[Work, ...]:
    """``told`` is what the line says otherwise: its shade, the system of its implants."""
    if not told.get("teeth"):
        return ()
    if code in WHOLE_JAW:
        return read(", ".join(JAWS.values()) if quantity > 1 else JAWS[told["teeth"]])
    works = read(_text(code, teeth))
    if code in IMPLANTS:
        works = tuple(_on_implant(work, told.get("material", "")) for work in works)
    if code in IN_ZONES:
        works = tuple(_in_zones(work, told["shade"]) for work in works)
    return works


def missing_with(code: str, works: Sequence[Work]) -> set[int]:
    """Teeth that are not there: below pontics, on implants, in a jaw that gets a full denture."""
    gone = (Role.PONTIC, Role.IMPLANT)
    return {work.tooth for work in works if work.role in gone or code in TOOTHLESS}


def _text(code: str, teeth: Sequence[str]) -> str:
    if code == "C-112":
        return f"{teeth[0][0]}2p-{teeth[0][0]}3w"
    if code in BRIDGES and len(teeth) > 1:
        return f"{teeth[0]}a-{teeth[-1]}a"
    return ", ".join(teeth)


def _on_implant(work: Work, kind: str) -> Work:
    if work.span is not None and work.role not in CARRYING:
        return work
    system, _space, platform = kind.partition(" ")
    return replace(work, role=Role.IMPLANT, system=system, platform=platform)


def _in_zones(work: Work, shade: str) -> Work:
    guide = "VITA classical A1-D4" if shade[0] in "ABCD" and shade != "BL2" else "BL"
    return replace(work, guide=guide, body=shade, neck=DARKER.get(shade, shade), incisal="A1", stump="ND3")
