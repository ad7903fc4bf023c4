"""Telephone numbers as people write them, and the address by which a telephone calls one."""

import re

LEAST_DIGITS = 3
_BEHIND_THE_NUMBER = re.compile(r"[^\d+().\-/\s]")
_SEVERAL = re.compile(r"\s/\s|[,;]")


def phone_address(written: str) -> str:
    """``+49 (0)30 5550-107 ext. 4`` is called by ``tel:+49305550107``; "" for what is no number.

    Of several numbers it is the first one.
    """
    first = _BEHIND_THE_NUMBER.split(_SEVERAL.split(written.strip())[0])[0]
    digits = re.sub(r"\D", "", first.replace("(0)", "") if first.startswith(("+", "00")) else first)
    if len(digits) < LEAST_DIGITS:
        return ""
    return f"tel:+{digits}" if first.startswith("+") else f"tel:{digits}"
