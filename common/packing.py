"""Long texts in hidden fields of a form, packed: in HTML the quotation marks of JSON alone are half of the page."""

import base64
import zlib

MARK = "packed:"
WORTH = 8_000
"""Shorter texts stay readable."""
MOST = 4_000_000
"""Characters that are ever unpacked: what is longer was not packed here."""


def pack(text: str) -> str:
    """The text as it is, or packed where that is worth it."""
    if len(text) < WORTH:
        return text
    return MARK + base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


def unpack(packed: str) -> str:
    """What was packed; raises ``ValueError`` for what no page of ours has sent."""
    if not packed.startswith(MARK):
        return packed
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(base64.urlsafe_b64decode(packed[len(MARK) :]), MOST)
    except zlib.error as broken:
        raise ValueError(str(broken)) from broken
    if not unpacking.eof:
        raise ValueError("longer than any form, or cut off")
    return raw.decode()
