"""The steps of the demonstration's services, and how long they usually take. Other services are one task.

Each row: code of the service, or how several begin; steps of name, minutes, login of the usual performer (empty:
whoever does the line), share of the line's pay in percent.
"""

from decimal import Decimal

from catalog.save_service import StepDraft

CERAMIC = (("Model", 25, "", 15), ("Framework", 60, "", 45), ("Ceramics and finish", 50, "nadia", 40))
PRESSED = (("Wax-up and pressing", 60, "", 60), ("Finish", 40, "nadia", 40))
IMPLANT = (
    ("Model with analogues", 30, "", 15),
    ("Abutment and framework", 70, "", 45),
    ("Ceramics", 50, "nadia", 40),
)
PREPARED = (("Processing and staining", 40, "ivo", 35), ("Diagnosis", 25, "greta", 65))
CULTURED = (("Culture", 30, "ivo", 40), ("Reading and report", 20, "greta", 60))

STEPS = {
    "C-102": CERAMIC,
    "C-103": PRESSED,
    "C-104": CERAMIC,
    "C-110": CERAMIC,
    "C-111": CERAMIC,
    "V-122": PRESSED,
    "I-130": IMPLANT,
    "I-131": IMPLANT,
    "T-24": PREPARED,
    "K-25": CULTURED,
}
MINUTES = {"C-": 60, "V-": 45, "D-": 180, "O-": 90, "R-": 45, "M-": 20, "I-": 90, "Y-": 25}
"""Of services that are one task, by how their codes begin; all others take a quarter of an hour."""


def steps_of(code: str, name: str, logins: dict[str, int]) -> list[StepDraft]:
    """The steps of a service; ``logins`` → the person's id. One task has a step only for its minutes."""
    rows = next((rows for begins, rows in STEPS.items() if code.startswith(begins)), None)
    if rows is None:
        return [StepDraft(name, MINUTES.get(code[:2], 15))]
    return [
        StepDraft(step, minutes, logins.get(login), Decimal(share)) for step, minutes, login, share in rows
    ]
