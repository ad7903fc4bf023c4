"""The address that is printed on papers: a whole one, or none."""

import pytest

from labsite.public_address import public_address


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ""),
        ("https://lab.example", "https://lab.example"),
        (" https://lab.example/ ", "https://lab.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_is_taken_without_the_slash_at_its_end(said, meant):
    assert public_address(said) == meant


@pytest.mark.parametrize(
    "said", ["lab.example", "ftp://lab.example", "https://", "https://lab.example/lab", "https://a?b"]
)
def test_what_would_print_a_dead_address_is_refused_at_the_start(said):
    with pytest.raises(ValueError, match="LABSITE_PUBLIC_ADDRESS"):
        public_address(said)
