"""What the tests in a browser share: a person at work, and answers that the browser itself complains about."""

import re

import pytest

from tests.factories.lab import make_employee

REFUSED = re.compile(r"status of (401|403|409|413|422|429|503)|net::ERR_|^503 ")


@pytest.fixture
def mia(log_in):
    """An administrator who is logged in."""
    person = make_employee("Mia Stone", username="mia", roles=["administrator"])
    log_in(person)
    return person


@pytest.fixture
def _refusals_expected(page, problems):
    """The browser writes every answer of 4xx or 5xx to its console; here they are what is tried."""
    yield
    problems[:] = [said for said in problems if not REFUSED.search(said)]
