"""Pages of billing, asked for and read."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(client, name, *args, **query):
    answer = client.get(reverse(f"billing:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def cost(client, name, *args, **query) -> int:
    """How many statements the page takes, once the session is warm."""
    page(client, name, *args, **query)
    with CaptureQueriesContext(connection) as captured:
        page(client, name, *args, **query)
    return len(captured)


def text_of(answer) -> str:
    """What a person reads: without tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
