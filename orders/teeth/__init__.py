"""Teeth and the work on them: numbers, bridges, what may not be, how many, how people write them. Pure.

A tooth is a whole number in the notation of dentists (FDI): 11 to 48 for permanent teeth, 51 to 85 for primary ones.
Other notations are how a reader sees it, and never what is stored.
"""

from orders.teeth.counting import CountsBy, count, drives, pontics_of
from orders.teeth.fdi import TEETH, WrongTeeth, in_mouth, is_primary, jaw_of
from orders.teeth.notation import Numbers, shown
from orders.teeth.work import Role, Work, spans_of, why_not
from orders.teeth.writing import read, read_plain, written, written_plain

__all__ = [
    "TEETH",
    "CountsBy",
    "Numbers",
    "Role",
    "Work",
    "WrongTeeth",
    "count",
    "drives",
    "in_mouth",
    "is_primary",
    "jaw_of",
    "pontics_of",
    "read",
    "read_plain",
    "shown",
    "spans_of",
    "why_not",
    "written",
    "written_plain",
]
