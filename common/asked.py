"""What an address asks for: words, a row. Nonsense asks for nothing instead of failing."""

from collections.abc import Mapping

from common.folding import MOST_WORDS

LONGEST_TEXT = 200
_LARGEST_ID_DIGITS = 18
"""Whatever has more digits is no row of ours, and SQLite cannot even compare with it."""


def words(query: Mapping[str, str], name: str = "q") -> str:
    """The words typed into a search box, with one space between them; without what a database refuses to read."""
    text = query.get(name, "")[:LONGEST_TEXT].replace("\x00", " ")
    return " ".join(text.split()[:MOST_WORDS])


def row_id(query: Mapping[str, str], name: str) -> int | None:
    """The id of a row, or None where there is none or it is no number."""
    return id_in(query.get(name, ""))


def id_in(text: str) -> int | None:
    """The id that a text is, or None where it is none."""
    plain = text.isascii() and text.isdigit() and len(text) <= _LARGEST_ID_DIGITS
    return int(text) if plain else None
