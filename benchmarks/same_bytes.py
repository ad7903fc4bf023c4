"""What the server is measured against: a bare view that returns the same bytes, served by the same processes."""

import os
from functools import cache
from pathlib import Path

from django.http import HttpResponse

from lab.access import allow

ADDRESS, FILE = "/benchmark-same-bytes/", "LABSITE_BENCHMARK_BYTES"


@allow("see_orders")
def same_bytes(request):
    """Behind the same middleware, for the same session and person."""
    return HttpResponse(_bytes())


@cache
def _bytes() -> bytes:
    return Path(os.environ[FILE]).read_bytes()
