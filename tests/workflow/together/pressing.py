"""The page of many orders: asked for, filled in, pressed."""

import re
import uuid
from urllib.parse import urlencode

PAGE = "/orders/together/"


def ticked(*orders, action="", **more) -> str:
    """The address that the list leads to with these rows ticked."""
    entries = [("entry", f"{order.pk}:{order.version}") for order in orders]
    page = f"{PAGE}do/{action}/" if action else PAGE
    return f"{page}?{urlencode([('ticked', 'yes'), *entries, *more.items()])}"


def press(client, address: str, *, token=None, **typed):
    return client.post(address, {"form_token": token or uuid.uuid4(), **typed})


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
