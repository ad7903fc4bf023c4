"""Whose address counts when proxies stand in front."""

import pytest
from django.test import RequestFactory

from labsite.proxies import client_address


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "1.2.3.4:5555", "192.0.2.1"),
        (1, "203.0.113.9, unknown", "192.0.2.1"),
        (1, "fe80::1%eth0", "192.0.2.1"),
        (1, "' OR 1=1", "192.0.2.1"),
        (1, "\x00", "192.0.2.1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(settings, trusted, forwarded, expected):
    settings.LABSITE_TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_a_peer_without_an_address_has_one_that_a_database_takes():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"
