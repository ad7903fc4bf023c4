"""A customer who owes, and the rows of open charges in the dialogs of payments, filled as a browser fills them."""

import re

import pytest

from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.workflow.test_payment_answers import ordered, typed


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion Duval", roles=["accountant"]))


@pytest.fixture
def mill():
    return make_counterparty(name="Mill Pond")


@pytest.fixture
def owed(mill):
    return [ordered(mill, price) for price in ("97.00", "40.00", "60.00")]


def seen(customer, amount, *parts, **more):
    """The form as a browser with the script sends it: the rows are filled for this amount."""
    rows = {}
    for order, part in parts:
        rows |= {f"tick_{order.pk}": "on", f"pays_{order.pk}": part}
    return typed(amount, filled_for=f"{customer.pk} EUR {amount}", **rows, **more)


def value_of(text, name) -> str:
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)[0]
    found = re.search(r'value="([^"]*)"', box)
    return found[1] if found else ""
