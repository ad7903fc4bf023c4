"""Who may try the demonstration: its people and their common password, told at the door and nowhere else."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lab.models import Employee


@dataclass(frozen=True)
class DemoPerson:
    """One line of the door's table."""

    name: str
    role_label: str
    username: str
    password: str


def demo_people() -> list[DemoPerson]:
    """The people who can log in, by name; empty unless this installation is a demonstration."""
    password = demo_password() if settings.LABSITE_DEMO else ""
    if not password:
        return []
    people = Employee.objects.working().exclude(password__startswith="!").prefetch_related("role_grants")
    return [
        DemoPerson(person.name, ", ".join(person.role_labels), person.username, password)
        for person in people.order_by("pk")
    ]


def demo_password() -> str:
    """What LABSITE_DEMO_PASSWORD says, else what the demo command noted; empty where there is neither."""
    try:
        return os.environ.get("LABSITE_DEMO_PASSWORD") or _note().read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def note_demo_password(password: str) -> None:
    """For the demo command: remember the password of the people it made."""
    _note().touch(mode=0o600)
    _note().write_text(password, encoding="utf-8")


def _note() -> Path:
    return Path(settings.LABSITE_DATA) / "demo_password"
