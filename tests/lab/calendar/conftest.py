"""Who and what the tests here begin with."""

import pytest

from tests.factories.lab import (
    client_of,
    make_employee,
)


@pytest.fixture
def manager():
    return make_employee("Mara", roles=["manager"])


@pytest.fixture
def client(manager):
    return client_of(manager)
