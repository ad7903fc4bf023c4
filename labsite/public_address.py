"""Where the laboratory is reached from outside: printed on papers, so nothing but a whole address will do."""

from urllib.parse import urlsplit


def public_address(text: str) -> str:
    """``https://lab.example``, without a slash at its end; empty where none is set. Raises ``ValueError``."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or address != _origin(parts)):
        raise ValueError(
            "LABSITE_PUBLIC_ADDRESS must be like https://lab.example; without it papers have codes alone."
        )
    return address


def _origin(parts) -> str:
    return f"{parts.scheme}://{parts.netloc}"
