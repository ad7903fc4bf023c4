"""A small laboratory with one person of each role, for tests of single use cases."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from lab.cause import Cause
from orders.states import Status
from tests.factories.catalog import make_service, make_step
from tests.factories.lab import make_everybody
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_stocked


@pytest.fixture
def by():
    """``by(role)``: a cause of the one person who holds the role, now; the administrator's without a role.

    ``by(person=anna)``: a cause of that person.
    """
    people = make_everybody()

    def cause(role="administrator", version=None, *, person=None):
        return Cause(person or people[role], timezone.now(), version)

    return cause


@pytest.fixture
def lab(by):
    """A crown for 120.00 that is reviewed and takes 2.5 g of 10 g of ceramic; a polish for 30.30 that does neither.
    Performers earn 30 %, assistants 5.00 a unit."""
    ceramic = make_stocked("10", name="Ceramic")
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", amount=Decimal(5))
    return SimpleNamespace(
        ceramic=ceramic,
        crown=make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal("2.5")}),
        polish=make_service(name="Polish", price=Decimal("30.30"), review_required=False),
        anna=make_technician(name="Anna"),
        ben=make_technician(name="Ben"),
    )


@pytest.fixture
def planned(by, lab):
    """An order in production: one service of two steps, Model and Frame, both Anna's."""
    service = make_service(name="Bridge")
    for name in ("Model", "Frame"):
        make_step(service, name=name)
    return make_order(make_line(service, performer=lab.anna), status=Status.PRODUCTION, by=by())
