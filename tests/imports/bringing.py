"""What a browser sends to the pages of imports, and tables as people have them."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from lab.models import TableImport
from lab.once import new_token

LIST = "/imports/"


def bring(client, kind: str, content: bytes, name="table.csv"):
    """The answer to a file: where it is looked at, or the page that refuses it."""
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"kind": kind, "file": file, "form_token": new_token()})


def look(client, kind: str, content: bytes, name="table.csv"):
    """The page on which the file is looked at."""
    answer = bring(client, kind, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"])


def counts(page) -> tuple[int, ...]:
    """How many rows are new, changed, the same, wrong."""
    return tuple(page.context["counted"].values())


def take(client, page, **ticked):
    """Press "Import n rows" on the page."""
    seen = re.search(r'name="seen" value="(\w*)"', page.content.decode())[1]
    return client.post(page.wsgi_request.path, {"seen": seen, "form_token": new_token(), **ticked})


def take_back(client, made: TableImport, reason="the wrong file"):
    return client.post(f"/imports/{made.pk}/take-back/", {"reason": reason, "form_token": new_token()})


def table_now(client, kind: str, form: str) -> bytes:
    answer = client.get(f"/imports/{kind}/table.{form}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def xlsx(*rows, also=None) -> bytes:
    """A workbook as a person types it; ``also(book)`` does more to it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if also:
        also(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()
