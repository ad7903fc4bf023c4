"""From which address a request really comes."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

UNKNOWN = str(IPv4Address(0))
HOUSEHOLD = 64
"""Bits of an IPv6 address that its owner does not choose freely."""


def client_address(request) -> str:
    """The address that the outermost trusted proxy saw; without proxies, or where it makes no sense, the peer itself.

    Each proxy appends the address it saw to X-Forwarded-For, so only that many entries from the right can be
    believed: everything further left is what the client wrote. Of an IPv6 address the network counts, since whoever
    has one has as many as he likes.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.LABSITE_TRUSTED_PROXIES
    forwarded = _plain(seen[-trusted]) if trusted and len(seen) >= trusted else None
    return forwarded or _plain(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _plain(text: str) -> str | None:
    """The address as a database takes it, or None for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return None if address.scope_id else str(ip_network((address, HOUSEHOLD), strict=False).network_address)
