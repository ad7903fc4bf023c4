"""How names are compared: one folding for finding them however people write them, one key for sorting them.

Both are pure and are written into columns (``common.finding``), so that the two databases agree: their own ideas of
capitals, accents and the alphabet differ from each other and from one installation to the next.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

_NO_LETTER_LOST = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƒ": "f"}
_LETTERS = str.maketrans(_NO_LETTER_LOST | {"ı": "i", "æ": "ae", "œ": "oe", "ə": "e", "ĸ": "k", "ґ": "г"})
"""Letters that Unicode does not split into a plain one and a mark, and what people type in their place."""

_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‛′‵ʹʻʼʽˈ՚׳ꞌ＇"))
"""Written in so many ways, and so often left out, that they do not count: O’Hara is found by ohara."""

_INSIDE_WORDS = frozenset("-./@&#%_*+\\")
"""Punctuation that belongs to numbers, addresses and names; the rest stands between words."""

_OWN_LETTERS = str.maketrans(
    {"й": "и\ue003", "ї": "и\ue002", "і": "и\ue001", "є": "е\ue001", "ґ": "г\ue001", "ў": "у\ue001"}
)
"""Letters that have a place of their own in the alphabet, behind the one they look like. The signs put behind are of
the private range, which sorts after every letter."""

_EDGES = "-.+"
"""Begin or end a word as often as not: “Dr.”, “+49”, a dash between two words."""

_ONES_ABOVE = 200
_POINTS = range(10, 36)
_OVERLAY = 1
LONGEST_KEY = 120
MOST_WORDS = 8
LEAST_DIGITS = 6


def fold(text: str) -> str:
    """The text as it is looked for: small letters without accents, one space between words.

    Capitals, accents, composed or not, fullwidth forms, the kind of dash, apostrophes, commas and quotation marks make
    no difference. Also й and и make none, as ё and е: the mark gets lost on foreign keyboards, and finding a name too
    many is better than not finding the one that is meant.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    signs = unicodedata.normalize("NFKD", plain).translate(_APOSTROPHES).translate(_LETTERS).translate(_SIGNS)
    words = (word.strip(_EDGES) for word in signs.split())
    return unicodedata.normalize("NFC", " ".join(filter(None, words)))


def pieces(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text cut into what the folded words find and what lies between; the same as static/js/folding.js does."""
    signs = [_plain(sign) for sign in text]
    found = [False] * len(signs)
    for word in words:
        wanted = unicodedata.normalize("NFKD", word)
        for start, sign in enumerate(signs):
            end, said = start, ""
            while end < len(signs) and len(said) < len(wanted):
                said, end = said + signs[end], end + 1
            if sign and said.startswith(wanted):
                found[start:end] = [True] * (end - start)
    marked = zip(text, found, strict=True)
    return [
        ("".join(sign for sign, _ in some), is_found) for is_found, some in groupby(marked, itemgetter(1))
    ]


def _plain(sign: str) -> str:
    """One sign as it stands in a folded text; nothing where it does not count."""
    plain = unicodedata.normalize("NFKD", sign.translate(_APOSTROPHES)).casefold()
    return unicodedata.normalize("NFKD", plain).translate(_APOSTROPHES).translate(_LETTERS).translate(_SIGNS)


def words_of(text: str, most: int = MOST_WORDS) -> list[str]:
    """The folded words of what somebody typed to find something; more than a person would type are left out.

    A dash between letters is a space as often as not, and parts two words: “Mill-Pond” is asked for as “Mill Pond”.
    """
    return _without_dashes(text)[:most]


def sort_key(name: str) -> str:
    """A text by whose code points names sort as in a dictionary: folded first, the name itself decides between equals.

    Accents decide nothing but ties, й and the Ukrainian letters keep their places. At most 241 signs.
    """
    composed = unicodedata.normalize("NFC", name)
    placed = fold(composed.casefold().translate(_OWN_LETTERS))
    return f"{placed[:LONGEST_KEY]}\t{composed[:LONGEST_KEY]}"


def closed_up(text: str) -> str:
    """Letters and digits alone: a telephone or tax number, however it is grouped."""
    plain = text.lower() if text.isascii() else fold(text)
    return "".join(filter(str.isalnum, plain))


def same_words(one: str, other: str) -> bool:
    """Whether two names are the same words, in any order: “Smith, Anna” and “Anna Smith”."""
    return sorted(_without_dashes(one)) == sorted(_without_dashes(other))


def same_phone(one: str, other: str) -> bool:
    """Whether two telephone numbers reach the same place, where one of them may lack the country or its zeros."""
    shorter, longer = sorted((_dialled(one), _dialled(other)), key=len)
    return len(shorter) >= LEAST_DIGITS and longer.endswith(shorter)


def phone_tail(text: str) -> str:
    """The last digits of a telephone number, which all its spellings share; "" for one too short to know it by."""
    digits = _dialled(text)
    return digits[-LEAST_DIGITS:] if len(digits) >= LEAST_DIGITS else ""


def _without_dashes(text: str) -> list[str]:
    """The folded words, those of letters parted at their dashes; in codes and numbers (R-161) a dash stays."""
    parted = (word if has_digit(word) else word.replace("-", " ") for word in fold(text).split())
    return " ".join(parted).split()


def has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _dialled(text: str) -> str:
    return "".join(filter(str.isdigit, closed_up(text))).lstrip("0")


def _sign(sign: str) -> str:
    """What becomes of one sign: itself, nothing, a hyphen, a space."""
    if sign.isalnum() or sign in _INSIDE_WORDS:
        return sign
    category = unicodedata.category(sign)
    if category == "Mn":
        return "" if _is_accent(sign) else sign
    if category == "Pd" or sign == "−":
        return "-"
    if category in {"Cf", "Cs"}:
        return ""
    return " " if category[0] in "PZ" or category == "Cc" else sign


class _Signs(dict[int, str]):
    """What becomes of each sign, worked out when it comes up for the first time."""

    def __missing__(self, code: int) -> str:
        self[code] = _sign(chr(code))
        return self[code]


_SIGNS = _Signs()


def _is_accent(mark: str) -> bool:
    """Marks above, below and through a letter, and the points of Hebrew and Arabic. The vowels of Indian and Thai
    writing and the voicing of Japanese are no accents: without them it is another word."""
    place = unicodedata.combining(mark)
    return place >= _ONES_ABOVE or place in _POINTS or place == _OVERLAY
