"""How papers write bank accounts and what is negative."""

import pytest

from common.templatetags.paper import paper_money, paper_quantity, paper_requisites

TYPED = {
    "IBAN DE00 0000 0000 0000 0000 00": "IBAN~DE00~0000~0000~0000~0000~00",
    "Example Bank, IBAN: DE00 0000 0000 0000 0000 00": "Example Bank, IBAN:~DE00~0000~0000~0000~0000~00",
    "The IBAN is asked for": "The IBAN is asked for",
    "DE00000000000000000000": "DE00~0000~0000~0000~0000~00",
    "ES00 0000 0000 0000 0000 0000 BIC AAAADEFF": "ES00~0000~0000~0000~0000~0000 BIC AAAADEFF",
    "MT00AAAA00000000000AAAA000A, Bank": "MT00~AAAA~0000~0000~000A~AAA0~00A, Bank",
    "VAT DE000000000": "VAT DE000000000",
    "Account 0000 0000 0000": "Account 0000 0000 0000",
    "": "",
}


@pytest.mark.parametrize("typed", TYPED)
def test_an_iban_stands_in_fours_on_one_line(typed):
    assert paper_requisites(typed).replace("\N{NO-BREAK SPACE}", "~") == TYPED[typed]


def test_less_than_nothing_has_a_minus_not_a_hyphen():
    assert (paper_money("-1234.50"), paper_quantity("-2.50")) == ("−1,234.50", "−2.5")
