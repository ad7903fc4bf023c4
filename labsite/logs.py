"""What the logs keep of a request: who asked for which page and how it ended; no secret, no search word, no noise."""

import logging
import re
from functools import cache
from urllib.parse import quote, unquote

from gunicorn.glogging import Logger

SECRETS = ("token", "code")
"""Names of parts of an address that open something to whoever holds them (``<token>`` in an app's ``urls``)."""


def without_secrets(path: str) -> str:
    """The path of an address with every secret part left out, however it was spelled."""
    plain = quote(unquote(path)) if "%" in path else path
    found = _secret_paths().match(plain)
    if not found:
        return path
    start, end = found.span(found.lastindex)
    return f"{plain[:start]}…{plain[end:]}"


@cache
def _secret_paths() -> re.Pattern:
    """Every route with a secret part, as one pattern with a group for each."""
    from django.urls import get_resolver  # gunicorn loads this module before there is a Django

    return re.compile("|".join(_routes(get_resolver(), "/")) or r"(?!)")


def _routes(resolver, before: str):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern, route)
        elif any(f"{name}>" in route for name in SECRETS):
            parts = re.split(r"<(?:\w+:)?(\w+)>", route)
            names = ["([^/]+)" if name in SECRETS else "[^/]+" for name in parts[1::2]]
            yield "".join(
                f"{re.escape(text)}{name}" for text, name in zip(parts[::2], [*names, ""], strict=True)
            )


class GunicornLogger(Logger):
    """One line for a request, without what follows the question mark: people search for patients by name."""

    def access(self, resp, req, environ, request_time):
        if self.access_log_enabled:
            path = without_secrets(environ.get("RAW_URI", "-").partition("?")[0])
            self.access_log.info(
                '%s %s "%s %s" %s %s %d ms',
                environ.get("REMOTE_ADDR") or "-",
                self.now(),
                environ.get("REQUEST_METHOD", "-"),
                path,
                str(resp.status).partition(" ")[0],
                getattr(resp, "sent", None) or 0,
                request_time.total_seconds() * 1000,
            )


class PlainRefusals(logging.Filter):
    """A refusal is one line: how it came about is no riddle, and so no traceback is needed."""

    def filter(self, record):
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            record.args = tuple(without_secrets(a) if isinstance(a, str) else a for a in record.args)
        return True
