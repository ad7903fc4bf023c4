"""A small laboratory to measure."""

from contextlib import ExitStack

import pytest
from django.utils import timezone

from benchmarks import cases
from benchmarks.loader import load, settle

ORDERS = 200


@pytest.fixture
def bench(settings):
    settings.ROOT_URLCONF = "benchmarks.urls"
    load(ORDERS, timezone.now())
    settle()
    with ExitStack() as resources:
        yield cases.Bench(resources)
