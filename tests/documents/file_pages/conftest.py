"""Who and what the tests here begin with."""

import pytest

from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order


@pytest.fixture
def client():
    return client_of(make_employee(roles=["technician"]))


@pytest.fixture
def order():
    return make_order()
