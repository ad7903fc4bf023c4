"""Lines are taken over one by one: one whose rows somebody holds is named, and stops no other."""

import pytest
from django.db import OperationalError

from billing.models import Payment
from tests.factories.bank import Came, make_import
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_cause, make_employee, make_settings
from workflow.pages.bank import taking_over
from workflow.pages.bank.taking_over import take_over_now

pytestmark = pytest.mark.django_db


class DatabaseSays(Exception):
    """What the driver raises; ``sqlstate`` is PostgreSQL's."""

    def __init__(self, sqlstate: str):
        self.sqlstate = sqlstate


@pytest.mark.parametrize(("sqlstate", "taken"), [("40P01", 3), ("55P03", 2)])
def test_a_line_that_somebody_holds_says_so_and_stops_no_other(monkeypatch, sqlstate, taken):
    """A deadlock is tried once more; what stays locked is a sentence, as from every form."""
    make_settings()
    customer, use_case, asked = make_counterparty(), taking_over.take_over_bank_line, []
    lines = list(make_import(*(Came(f"{n}.00") for n in (1, 2, 3))).lines.order_by("position"))

    def take(line, *told, **more):
        asked.append(line)
        if line == lines[1].pk and asked.count(line) == 1:
            raise OperationalError("broken off") from DatabaseSays(sqlstate)
        return use_case(line, *told, **more)

    monkeypatch.setattr(taking_over, "take_over_bank_line", take)
    cause = make_cause(make_employee(roles=["accountant"]))
    done = take_over_now([(line.pk, customer.pk, []) for line in lines], cause)
    assert (done.taken, Payment.objects.count()) == (taken, taken)
    refused = "Line 2: Someone else is working on this right now. Try again in a moment."
    assert list(done.refused.values()) == ([refused] if taken == 2 else [])
