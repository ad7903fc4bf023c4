"""Who and what the tests here begin with."""

import pytest

from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_technician


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def ben():
    return make_technician(name="Ben Ort")


@pytest.fixture
def client():
    """A manager's."""
    return client_of(make_employee(roles=["manager"]))
