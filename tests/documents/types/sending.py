"""What a browser sends of the editor of a document type."""

from django.test import Client
from django.urls import reverse

from lab.once import new_token
from tests.factories.lab import make_employee


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_employee(roles=[role]))
    return client


def editor(version) -> str:
    return reverse("documents:type_version_edit", args=[version.pk])


def row(kind: str, label: str, **said) -> dict:
    return {"kind": kind, "label": label, **said}


def typed(rows, *, layout: str = "", **said) -> dict:
    """The form with these rows, in their sequence."""
    standing = sum("row" in one for one in rows)
    sent = {"form_token": new_token(), "layout": layout, **said}
    sent |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": standing}
    for number, one in enumerate(rows):
        sent |= {f"rows-{number}-{name}": text for name, text in {"position": number + 1, **one}.items()}
    return sent


def save_draft(client, version, rows, **said) -> str:
    """The page that comes back."""
    return client.post(editor(version), typed(rows, **said)).content.decode()
