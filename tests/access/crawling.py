"""A walk through everything that one person can open, and the text of what came back, papers included."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from pypdf import PdfReader

LINK = re.compile(r"(?:href|hx-get|action|data-[a-z-]*url)=\"(/[^\"#]*)")
TOKEN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEFT_OUT = ("/logout", "/static/", "/me/theme", "/admin/")
ONE_OF_MANY = re.compile(r"^(/documents/(?:analytes|types)/(?:ranges/|versions/)?)\d+")
"""The laboratory begins with dozens of analytes, ranges and types, which tell no amount: one of each is opened."""
TURNS = {"sort", "before", "after", "columns", "count", "format"}
"""What every list can be asked beside its filters: each of these once a list, whatever it is narrowed to."""
FORM_WITHOUT_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(?![A-Za-z0-9]{64}")')
"""What a form sends beside its fields, and is refused without, whatever page or row of a list it stands in."""
MOST = 1500
"""The walk ends by itself long before; a page that links to ever new addresses shall fail, not hang."""


def crawl(client: Client, starts: list[str]) -> dict[str, str]:
    """Address → text of every answer reached from ``starts``; a list once for each set of filters and turns.

    Dialogs of the order are not followed from page to page: whoever wants them names them among the starts.
    """
    texts, waiting, seen = {}, list(starts), set()
    while waiting:
        url = waiting.pop()
        if _sort_of(url) in seen or url.startswith(LEFT_OUT):
            continue
        seen.add(_sort_of(url))
        answer = client.get(url)
        texts[url] = text_of(answer)
        assert len(texts) < MOST, "the walk does not end"
        assert answer.status_code < 500, url
        if "html" in answer.get("Content-Type", ""):
            assert not FORM_WITHOUT_TOKEN.search(answer.content.decode()), url
            found = (unescape(link) for link in LINK.findall(answer.content.decode()))
            waiting += [link for link in found if "/do/" not in link]
        if answer.status_code in (301, 302):
            waiting.append(answer.url)
    return texts


def text_of(answer) -> str:
    """What a person can read of an answer, in pages, papers and messages alike."""
    content = answer.getvalue() if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return unescape(content.decode(errors="replace"))


def squeezed(text: str) -> str:
    """The text with nothing left between the digits of a number, however it was written.

    Tokens of forms are left out: among thousands of random digits every amount stands somewhere.
    """
    text = TOKEN.sub("", text)
    return re.sub(r"(?<=\d)[.,'\s\u00a0\u202f]+(?=\d)", "", text)


def _sort_of(url: str) -> tuple:
    parts = urlsplit(url)
    names = {name for name, _said in parse_qsl(parts.query)}
    return ONE_OF_MANY.sub(r"\1", parts.path), frozenset(names & TURNS or names)
