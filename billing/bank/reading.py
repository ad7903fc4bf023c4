"""A file of a bank: which of the three kinds it is, and what it says."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from billing.bank.camt import read_camt
from billing.bank.sheet import Row, rows_of
from billing.bank.statement import MOST_BYTES, NotAStatement, Statement
from billing.bank.swift import looks_like_swift, read_swift
from billing.bank.text import text_of
from common.sizes import in_megabytes


def read_file(content: bytes) -> Statement | list[Row]:
    """The statement; or the rows of a CSV, whose columns must be known first. Raises ``NotAStatement``."""
    refuse_size(len(content))
    if not content.strip():
        raise NotAStatement(_("This file is empty."))
    if _is_xml(content):
        return read_camt(content)
    text = text_of(content)
    read: Callable = read_swift if looks_like_swift(text) else rows_of
    return read(text)


def refuse_size(count: int) -> None:
    if count > MOST_BYTES:
        sentence = _("A statement is at most %(most)s; this file has %(size)s. Bring a shorter period.")
        words = {"most": in_megabytes(MOST_BYTES), "size": in_megabytes(count)}
        raise NotAStatement(sentence % words)


def _is_xml(content: bytes) -> bool:
    head = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<")
