"""Text as it is kept, whoever typed it wherever: one kind of line end, letters in one piece, nothing that nobody sees.

So a text is as long as people count it: a browser sends two signs for each line end, and some keyboards send a
letter and its accent apart. Nothing here knows Django.
"""

import re
import unicodedata

NUL = "\x00"
"""The one sign that no database keeps. It is left in, for the form field to refuse."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
MOST_MARKS = 30
"""Upon one letter. No writing has more, and to put them in order takes time that grows with the square of their number,
in which nothing else of the process runs."""

_UNSEEN = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def as_kept(text: str) -> str:
    """The text as it is checked, counted and kept."""
    if text.isascii() and text.isprintable():
        return text
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _with_few_marks(seen))


def as_asked(text: str) -> str:
    """The same of an address, in which nonsense asks for nothing."""
    return as_kept(text).replace(NUL, " ")


def _with_few_marks(text: str) -> str:
    """Marks are counted as they are apart, so that a text has as many of them however its letters are put together."""
    kept, marks = [], 0
    for sign in text:
        for part in unicodedata.normalize("NFD", sign):
            marks = marks + 1 if unicodedata.combining(part) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
