"""Who and what the tests here begin with."""

import pytest

from tests.factories.lab import client_of
from tests.factories.orders import make_technician


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def client(anna):
    return client_of(anna)
