"""Addresses, of which a page writes a hundred: the same as ``reverse`` gives, found once and then only filled in."""

import re
from functools import cache
from operator import add

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_PLAIN = re.compile(r"[\w.-]+", re.ASCII)


def address(name: str, *args: object) -> str:
    """The address of that name."""
    texts = [str(arg) for arg in args]
    if all(isinstance(arg, int | str) for arg in args) and all(map(_PLAIN.fullmatch, texts)):
        are_texts = tuple(isinstance(arg, str) for arg in args)
        pieces = _pieces(name, are_texts, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
        if pieces:
            return pieces[0] + "".join(map(add, texts, pieces[1:]))
    return reverse(name, args=args)


@cache
def _pieces(name: str, are_texts: tuple[bool, ...], urlconf: str, prefix: str) -> list[str]:
    """What stands in the address before, between and behind its arguments; nothing where it takes others.

    Found with marks in their stead, numbers beyond those of things. ``prefix`` is where the application is mounted.
    """
    numbers = range(9_000_000_000, 9_000_000_000 + len(are_texts))
    marks = [f"x{number}" if is_text else number for number, is_text in zip(numbers, are_texts, strict=True)]
    try:
        rest, pieces = reverse(name, urlconf, args=marks), []
    except NoReverseMatch:
        return []
    for mark in marks:
        piece, _mark, rest = rest.partition(str(mark))
        pieces.append(piece)
    return [*pieces, rest]
