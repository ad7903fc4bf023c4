"""What was said once and for ever, as plain data: the bytes that stand for it, and their hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The snapshot as bytes that do not depend on the database it was read from."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical snapshot, in hex."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()
