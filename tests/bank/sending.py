"""What a browser sends to the pages of bank statements."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from billing.models import BankImport, BankLine
from lab.once import new_token

LIST = "/billing/bank/"


def bring(client, content: bytes, name="november.xml", **how):
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"file": file, "form_token": new_token()}, **how)


def page_of(parked: BankImport) -> str:
    return reverse("workflow:bank_import", args=[parked.pk])


def dialog_of(line: BankLine) -> str:
    return reverse("workflow:line_take", args=[line.pk])


def send(client, address: str, **typed):
    return client.post(address, {**typed, "form_token": new_token()})


def hidden(text: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]
