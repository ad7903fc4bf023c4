"""How a reader sees the number of a tooth: as in most of the world (FDI), or as in America (universal)."""

from collections.abc import Iterable
from enum import StrEnum

from orders.teeth.fdi import LOWER, LOWER_PRIMARY, TEETH, UPPER, UPPER_PRIMARY, in_mouth


class Numbers(StrEnum):
    FDI = "fdi"
    UNIVERSAL = "universal"


_UNIVERSAL = {
    **{tooth: str(number) for number, tooth in enumerate((*UPPER, *reversed(LOWER)), start=1)},
    **{
        tooth: chr(ord("A") + place) for place, tooth in enumerate((*UPPER_PRIMARY, *reversed(LOWER_PRIMARY)))
    },
}
_IN_AMERICA = {tooth: place for place, tooth in enumerate(_UNIVERSAL)}
_BY_NAME = {
    Numbers.FDI: {str(tooth): tooth for tooth in TEETH},
    Numbers.UNIVERSAL: {name: tooth for tooth, name in _UNIVERSAL.items()},
}


def shown(tooth: int, numbers: str = Numbers.FDI) -> str:
    return _UNIVERSAL[tooth] if numbers == Numbers.UNIVERSAL else str(tooth)


def tooth_called(name: str, numbers: str = Numbers.FDI) -> int | None:
    """The tooth of that number or letter; None where there is none."""
    return _BY_NAME[Numbers(numbers)].get(name.upper())


def as_told(teeth: Iterable[int], numbers: str = Numbers.FDI) -> list[int]:
    """In the sequence in which people name them: outwards in one quadrant (13, 14, 15), else as they stand."""
    found = in_mouth(teeth)
    if numbers == Numbers.UNIVERSAL or len({tooth // 10 for tooth in found}) == 1:
        return sorted(found, key=lambda tooth: rank(tooth, numbers))
    return found


def rank(tooth: int, numbers: str = Numbers.FDI) -> int:
    """Where a tooth comes when its number is counted up."""
    return _IN_AMERICA[tooth] if numbers == Numbers.UNIVERSAL else tooth
