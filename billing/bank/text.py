"""Bytes of a file as text: banks write UTF-8, Latin-1 or what Windows wrote, with or without a mark at the head."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from django.utils.translation import gettext as _

from billing.bank.statement import LONG, SHORT, NotAStatement

_ALLOWED = {"\t", "\n", "\r", "\f", "\x1a", "\x01", "\x03"}
"""Control signs that stand in files of banks; the last ones end files and messages."""


def text_of(content: bytes) -> str:
    """The text, its lines ended by \\n. Raises ``NotAStatement`` for what is no text."""
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if any(ord(sign) < 32 and sign not in _ALLOWED for sign in set(text)):
        raise NotAStatement(_("This is no text: it cannot be a statement in MT940 or CSV."))
    return text.translate({1: None, 3: None, 26: None, 12: None})


def short(text: str | None) -> str:
    """A name or a reference, on one line."""
    return _on_one_line(text)[:SHORT].strip()


def long(text: str | None) -> str:
    """A purpose, on one line."""
    return _on_one_line(text)[:LONG].strip()


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").replace("\0", " ").split())


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
