"""The payment code (EPC QR, "GiroCode"): a banking app reads it and fills in the transfer."""

from dataclasses import dataclass
from decimal import Decimal

from segno.helpers import make_epc_qr

from common.account_numbers import in_fours

CURRENCY = "EUR"
LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
LONGEST_NAME, LONGEST_PURPOSE = 70, 140


@dataclass(frozen=True)
class PaymentCode:
    """What the code says; the same is said in words beside it. ``picture`` is the address of a picture inside the page,
    black on white and with the blank around it that cameras want."""

    name: str
    iban: str
    bic: str
    amount: Decimal
    purpose: str
    picture: str
    currency: str = CURRENCY

    @property
    def iban_in_fours(self) -> str:
        return in_fours(self.iban)


def payment_code(
    *, name: str, iban: str, bic: str = "", amount: Decimal, currency: str, purpose: str
) -> PaymentCode | None:
    """The code for paying that much; None where there is none: no account, another currency, nothing to pay."""
    name, purpose = " ".join(name.split())[:LONGEST_NAME], " ".join(purpose.split())[:LONGEST_PURPOSE]
    payable = currency == CURRENCY and LEAST <= amount <= MOST and amount == round(amount, 2)
    if not (payable and iban and name and purpose):
        return None
    try:
        drawn = make_epc_qr(name, iban, round(amount, 2), text=purpose, bic=bic or None)
    except ValueError:  # a name of many signs that take several bytes each: the code holds 331
        return None
    picture = drawn.svg_data_uri(border=4, scale=4, light="white")
    return PaymentCode(name, iban, bic, amount, purpose, picture)
