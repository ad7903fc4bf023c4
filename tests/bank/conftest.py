"""Who works with bank statements, and for whom money comes."""

import pytest

from tests.factories.bank import IBAN
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings


@pytest.fixture
def client():
    make_settings(iban=IBAN)
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def north():
    return make_counterparty(name="North Clinic")
