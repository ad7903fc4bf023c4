"""What a web process does once, before its first request."""

import gc

from django.urls import get_resolver


def warm_up() -> None:
    """Load every page, then take all that is loaded out of the collection of garbage.

    It stays as long as the process does, some hundred thousand objects: each whole collection would look through them
    again, a tenth of a second in the middle of a page that reads many rows.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
