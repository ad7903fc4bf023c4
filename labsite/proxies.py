"""From which address a request really comes."""

from django.conf import settings


def client_address(request) -> str:
    """The address that the outermost trusted proxy saw; without proxies, the peer itself.

    Each proxy appends the address it saw to X-Forwarded-For, so only that many entries from the right can be
    believed: everything further left is what the client wrote.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.LABSITE_TRUSTED_PROXIES
    if trusted and len(seen) >= trusted:
        return seen[-trusted]
    return request.META.get("REMOTE_ADDR", "")
