"""Numbers of bank accounts and banks (IBAN, BIC): kept without spaces, written in fours, checked digit by digit."""

import re

from schwifty import BIC, IBAN
from schwifty.exceptions import (
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    InvalidStructure,
    SchwiftyException,
)

UNBROKEN = "\N{NO-BREAK SPACE}"
LONGEST_IBAN, LONGEST_BIC = 34, 11
_NOT_PART_OF_IT = re.compile(r"[^0-9A-Za-z]+")
_SAID_BEFORE = re.compile(r"^(IBAN|BIC|SWIFT)[\s:]+", re.IGNORECASE)


class NotANumberOfABank(ValueError):
    """``why`` is one of: country, length, digits, letters."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def compact(typed: str) -> str:
    """Capitals and digits alone, however the number was grouped and whatever word stood before it."""
    return _NOT_PART_OF_IT.sub("", _SAID_BEFORE.sub("", typed.strip())).upper()


def in_fours(number: str) -> str:
    """The number in groups of four that stay on one line: DE89 3704 0044 0532 0130 00."""
    return UNBROKEN.join(re.findall(".{1,4}", number))


def checked_iban(typed: str) -> str:
    """The IBAN without spaces. Raises ``NotANumberOfABank``."""
    number = compact(typed)
    if not number[:2].isalpha():
        raise NotANumberOfABank("country")
    try:
        IBAN(number)
    except SchwiftyException as wrong:
        raise NotANumberOfABank(_why(wrong)) from None
    return number


def checked_bic(typed: str) -> str:
    """The BIC. Raises ``NotANumberOfABank``."""
    number = compact(typed)
    try:
        BIC(number)
    except SchwiftyException as wrong:
        raise NotANumberOfABank(_why(wrong)) from None
    return number


def is_iban(typed: str) -> bool:
    try:
        return bool(checked_iban(typed))
    except NotANumberOfABank:
        return False


def number_of_account(iban: str) -> str:
    """The digits of the account's own number, without the bank's code and the zeros that fill it up."""
    code = IBAN(iban, allow_invalid=True).account_code or iban[4:]
    return "".join(filter(str.isdecimal, code)).lstrip("0")


def _why(wrong: SchwiftyException) -> str:
    kinds = {
        InvalidCountryCode: "country",
        InvalidLength: "length",
        InvalidChecksumDigits: "digits",
        InvalidStructure: "letters",
    }
    return next((why for kind, why in kinds.items() if isinstance(wrong, kind)), "digits")
