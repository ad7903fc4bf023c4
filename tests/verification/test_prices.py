"""The oracle sees what is wrong with prices: each rule broken behind its back is named."""

from decimal import Decimal

import pytest
from django.db import connection, models

from billing.models import ActLine, ClosingDocument, PriceAdjustment
from common import triggers
from lab.models import LabSettings
from orders.models import Order
from orders.states import Status
from tests.factories.billing import make_event
from tests.factories.catalog import make_service
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from verification.invariants import violations
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.rush_order import rush_order
from workflow.life.realize_order import realize_order
from workflow.money.adjust_price import adjust_price

pytestmark = pytest.mark.django_db


def raw(model) -> models.QuerySet:
    return models.QuerySet(model)


@pytest.fixture
def worked():
    """An order with every step that a price can have, adjusted twice and realized; the triggers lifted."""
    LabSettings.load()
    LabSettings.objects.update(prices_include_tax=False)
    crown, polish = make_service(price=Decimal("33.33")), make_service(price=Decimal("10.01"))
    anna = make_technician()
    order = make_order(make_line(crown, quantity="3", performer=anna), make_line(polish, performer=anna))
    discount_order(order.pk, cause(), percent=Decimal("7.5"))
    rush_order(order.pk, cause(), percent=Decimal(25))
    adjust_price(order.pk, cause(), total=Decimal(150), reason="agreed")
    bring_to(order, Status.PRODUCED)
    adjust_price(order.pk, cause(), total=Decimal(140), reason="late")
    order = realize_order(order.pk, cause())
    assert violations() == {}
    triggers.lift(connection)
    yield order
    triggers.lay(connection)


def paper_with(total: str) -> None:
    document = ClosingDocument.objects.get()
    raw(ClosingDocument).update(snapshot={**document.snapshot, "total": total})


def line_with(amount: str) -> None:
    document = ClosingDocument.objects.get()
    paper = document.snapshot
    paper["orders"][0]["lines"][0]["amount"] = amount
    raw(ClosingDocument).update(snapshot=paper)


def tax_with(tax: str) -> None:
    document = ClosingDocument.objects.get()
    paper = document.snapshot
    paper["taxes"][0]["tax"] = tax
    raw(ClosingDocument).update(snapshot=paper)


SEEDS = [
    (10, lambda: raw(PriceAdjustment).filter(agreed=140).update(currency="USD")),
    (11, lambda: raw(PriceAdjustment).filter(agreed=150).update(amount=Decimal(1))),
    (11, lambda: raw(PriceAdjustment).filter(agreed=140).delete()),
    (11, lambda: raw(PriceAdjustment).filter(agreed=140).update(base=Decimal(1))),
    (12, lambda: paper_with("1.00")),
    (12, lambda: line_with("1.00")),
    (12, lambda: tax_with("1.00")),
    (20, lambda: Order.objects.update(discount_percent=Decimal(8))),
    (20, lambda: Order.objects.update(rush_percent=None)),
    (20, lambda: Order.objects.update(prices_include_tax=True)),
    (20, lambda: raw(ActLine).update(added_tax=Decimal("0.01"))),
]


@pytest.mark.parametrize(("number", "seed"), SEEDS)
def test_a_seeded_violation_is_named(worked, number, seed):
    seed()
    assert number in violations()


def test_19_a_price_agreed_on_after_the_charge_is_named(worked):
    raw(PriceAdjustment).filter(agreed=140).update(event=make_event())
    assert 19 in violations()
