"""The floors of the house, from the top down, and the source files that stand on them."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = (
    ("labsite",),
    ("demo", "verification"),
    ("workflow",),
    ("sums",),
    ("documents", "billing", "payroll", "stock"),
    ("orders",),
    ("customers",),
    ("catalog",),
    ("papers",),
    ("background",),
    ("lab",),
    ("common",),
)
HOUSE = tuple(app for floor in FLOORS for app in floor)
HEIGHT = {app: -number for number, floor in enumerate(FLOORS) for app in floor}


def is_below(lower: str, upper: str) -> bool:
    """Whether the first app stands below the second, so that the second may know of it."""
    return HEIGHT[lower] < HEIGHT[upper]


@cache
def modules() -> dict[str, ast.Module]:
    """Path from the root → syntax tree, of every module of the product; migrations are Django's own."""
    found = (path for app in HOUSE for path in sorted((ROOT / app).rglob("*.py")))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for path in found
        if "migrations" not in path.parts
    }


def templates() -> dict[str, str]:
    """Path below ``templates`` → text."""
    folder = ROOT / "templates"
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
    }
