"""The code of a paper: 95 bits that nobody guesses, in signs that can be read out loud, and a check sign.

The signs are Douglas Crockford's: no I, L, O and U, and whoever hears or types one of the first three means 1 or 0.
The check sign is that of ISO 7064 (hybrid system, modulus 33, 32): it shows every single wrong sign.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 4
_MEANT = str.maketrans("ILO", "110")
_BETWEEN = re.compile(r"[\s.\-–—]+")


class MistypedCode(ValueError):
    """No paper can have this code."""


def new_code() -> str:
    """A code that no paper has yet."""
    body = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH - 1))
    return body + check_sign(body)


def read(typed: str) -> str:
    """The code that somebody typed, however it is spaced and spelled. Raises ``MistypedCode``."""
    code = _BETWEEN.sub("", typed[:200]).upper().translate(_MEANT)
    if len(code) != LENGTH or set(code) - set(SIGNS) or check_sign(code[:-1]) != code[-1]:
        raise MistypedCode(typed)
    return code


def in_groups(code: str) -> str:
    """For reading and typing, such as 7K3M-9QXT-2HVB-W5RD-8PCE."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def check_sign(body: str) -> str:
    """The sign that belongs behind these."""
    base = len(SIGNS)
    product = base
    for sign in body:
        total = (product + SIGNS.index(sign)) % base or base
        product = total * 2 % (base + 1)
    return SIGNS[(1 - product) % base]
