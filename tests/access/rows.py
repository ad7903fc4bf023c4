"""How a row of the matrix is written: who gets in, by which methods, to which objects."""

from dataclasses import dataclass

M, R, T, A, X = "manager", "reviewer", "technician", "accountant", "administrator"
STRANGERS = "anonymous"
EVERYBODY = frozenset({M, R, T, A, X})
ADMINISTRATORS = frozenset({X})
PUBLIC = EVERYBODY | {STRANGERS, "deactivated", "without a role"}

READING = ("GET", "HEAD")
ASKING = ("GET", "HEAD", "OPTIONS")
FORM = ("GET", "HEAD", "POST")
DIALOG = ("GET", "POST")
DOING = ("POST",)
BUTTON_CLASS = ("POST", "OPTIONS")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALL_BUT_POST = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")

READ, WRITE = "reads", "writes"


@dataclass(frozen=True)
class Row:
    """``about`` names the objects in the address (``arguments.py``); "" where there are none.

    ``rule``: ``any`` object that exists, ``own`` ones alone, or ``none`` in the address. ``absent`` is the answer
    for an object that does not exist.
    """

    roles: frozenset[str]
    methods: tuple[str, ...]
    effect: str
    about: str = ""
    rule: str = "none"
    absent: int = 404


def page(*roles, about="", rule="", methods=READING, effect=READ, absent=404) -> Row:
    return Row(frozenset(roles), methods, effect, about, rule or ("any" if about else "none"), absent)


def form(*roles, about="", rule="", methods=FORM, absent=404) -> Row:
    return page(*roles, about=about, rule=rule, methods=methods, effect=WRITE, absent=absent)
