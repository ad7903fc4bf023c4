"""People who do things to many orders."""

import pytest

from tests.factories.lab import client_of, make_employee


@pytest.fixture
def mary():
    return make_employee("Mary", roles=["manager"])


@pytest.fixture
def client(mary):
    return client_of(mary)
