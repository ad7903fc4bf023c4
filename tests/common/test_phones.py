"""Telephone numbers as people write them: which address calls them, and what is none."""

import pytest

from common.phones import phone_address

WRITTEN = {
    "+49 30 23125 110": "tel:+493023125110",
    "+49 (0)30 5550-107 ext. 4": "tel:+49305550107",
    "030/555 01 / 030 555 02": "tel:03055501",
    "(030) 555.01; 0171 2": "tel:03055501",
    "0049 (0)30 55501": "tel:00493055501",
    "ask at the door": "",
    "12": "",
    "": "",
}


@pytest.mark.parametrize(("written", "address"), WRITTEN.items())
def test_a_number_as_it_is_written_is_called_by_its_digits(written, address):
    assert phone_address(written) == address
