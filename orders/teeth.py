"""Tooth numbers as dentists write them (FDI): 11 to 48 for permanent teeth, 51 to 85 for primary ones. Pure."""

import re

PERMANENT = frozenset(f"{quarter}{tooth}" for quarter in range(1, 5) for tooth in range(1, 9))
PRIMARY = frozenset(f"{quarter}{tooth}" for quarter in range(5, 9) for tooth in range(1, 6))
TEETH = PERMANENT | PRIMARY
_RANGE = re.compile(r"(\d\d)\s*[-–]\s*(\d\d)")


def read_teeth(text: str) -> str:
    """The numbers in one way of writing: ``11, 12, 13-23``. Raises ``ValueError`` with the part that is no tooth."""
    parts = [part for part in re.split(r"[\s,;]+", _RANGE.sub(r"\1-\2", text.strip())) if part]
    for part in parts:
        ends = part.split("-")
        if len(ends) > 2 or not all(end in TEETH for end in ends):
            raise ValueError(part)
    return ", ".join(parts)
