"""What a file is called on screen and in a download: the sender's name without what could deceive."""

import unicodedata

from django.utils.translation import gettext as _

LONGEST = 255
LONGEST_EXTENSION = 20
# Control, format (bidi overrides and zero-width signs among them), surrogate, line and paragraph separators.
DECEIVING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def safe_display_name(name: str | None) -> str:
    """The last part of the path, visible characters only, at most 255 of them, the extension kept.

    A name of which nothing remains becomes «file».
    """
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char) not in DECEIVING)
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if not shown.strip(". "):
        return _("file")
    return _shortened(shown)


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > LONGEST_EXTENSION:
        return name[:LONGEST]
    return stem[: LONGEST - len(dot + extension)] + dot + extension
