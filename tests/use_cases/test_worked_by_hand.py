"""One order whose every figure is worked out by hand, once with the tax inside its prices and once on top of them.

    3 × 120.00 at 19 % tax, less 10 %    360.00 − 36.00      324.00
    3 × 30.30 at 7 % tax                                      90.90
    1 × 14.99 without tax                                     14.99     Σ 429.89
    less 5 % of it, 21.4945 = 21.49
      × 324.00 / 429.89 = 16.196…                     16.20 → 307.80
      × 414.90 / 429.89 = 20.740…, less 16.20          4.54 →  86.36
      what is left                                     0.75 →  14.24     Σ 408.40
    rush 12.5 % of it                                                      51.05
      × 307.80 / 408.40 = 38.475                      38.48 → 346.28
      × 394.16 / 408.40 = 49.27, less 38.48           10.79 →  97.15
      what is left                                     1.78 →  16.02     Σ 459.45

Inside: 346.28 × 19 / 119 = 55.288…, 97.15 × 7 / 107 = 6.355…: 459.45 altogether.
On top: 346.28 × 19 % = 65.793… and 97.15 × 7 % = 6.8005: 459.45 + 65.79 + 6.80 = 532.04.

One crown is posted first: 346.28 / 3 = 115.426…, of the tax on top 65.79 / 3 = 21.93. Then 30.00 less is agreed on:
by rate (0, 7, 19 %), of 459.45 it is 1.046… = 1.05, 7.389… − 1.05 = 6.34 and 22.61; of 532.04 it is 0.903… = 0.90,
6.764… − 0.90 = 5.86 and 23.24. The tax in that: 5.86 × 7 / 107 = 0.383…, 23.24 × 19 / 119 = 3.710….
"""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import Act, ActLine, ClosingDocument, ReceivableEntry
from billing.price import story_of
from documents.order_form import Section, order_paper
from lab.models import LabSettings
from orders.models import Order
from payroll.models import PayrollEntry
from tests.factories.catalog import make_service, make_tax_rate
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.factories.payroll import make_rate
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.rush_order import rush_order
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.money.adjust_price import adjust_price

pytestmark = pytest.mark.django_db

GROSS = ("398.48", "101.69", "16.77")
"""Before discounts and without tax on top: 360.00 + 38.48, 90.90 + 10.79, 14.99 + 1.78."""


@pytest.fixture
def drawn_up(by, lab):
    """(include tax) → the order with its discount and its rush, in drafting."""
    full, reduced, none = (make_tax_rate(percent=Decimal(percent)) for percent in (19, 7, 0))
    crown = make_service(price=Decimal("120.00"), tax_rate=full)
    polish = make_service(price=Decimal("30.30"), tax_rate=reduced)
    parcel = make_service(price=Decimal("14.99"), tax_rate=none)

    def draw_up(*, with_tax: bool) -> Order:
        LabSettings.load()
        LabSettings.objects.update(prices_include_tax=with_tax)
        order = make_order(
            make_line(crown, quantity="3", discount_percent=Decimal(10), performer=lab.anna),
            make_line(polish, quantity="3", performer=lab.anna),
            make_line(parcel, performer=lab.anna),
            by=by(),
        )
        LabSettings.objects.update(prices_include_tax=not with_tax)  # the order keeps what held
        discount_order(order.pk, by("manager"), percent=Decimal(5))
        rush_order(order.pk, by("manager"), percent=Decimal("12.5"))
        return Order.objects.get(pk=order.pk)

    return draw_up


def work(order, by, lab) -> Order:
    """One crown is posted first, then the rest; 30.00 less is agreed on."""
    start_order(order.pk, by())
    finish_tasks(order, by())
    delete_act(order.pk, by(), act_id=Act.objects.get(order=order).pk)
    crown, polish, parcel = order.lines.order_by("position")
    for parts in ([(crown, 1)], [(crown, 2), (polish, 3), (parcel, 1)]):
        lines = [ActLineDraft(line.pk, Decimal(quantity)) for line, quantity in parts]
        act = draft_act(order.pk, by(), performer=lab.anna, lines=lines)
        post_act(order.pk, by(), act_id=act.pk)
    send_order_to_review(order.pk, by())
    order = produce_order(order.pk, by())
    assert order.final_price == order.priced().preliminary
    adjust_price(order.pk, by("manager"), total=order.final_price - 30, reason="late")
    return realize_order(order.pk, by())


def acted(*names: str) -> list[tuple[str, ...]]:
    rows = ActLine.objects.order_by("act", "line__position").values_list(*names)
    return [tuple(str(figure) for figure in row) for row in rows]


def rates(paper) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in ("percent", "net", "tax", "amount")) for row in paper["taxes"]]


def steps(price) -> tuple[str, ...]:
    figures = (price.lines, price.discount, price.rush, price.added_tax, price.preliminary)
    return tuple(str(figure) for figure in figures)


def test_with_tax_inside_the_prices(by, lab, drawn_up):
    order = drawn_up(with_tax=True)
    assert steps(order.priced()) == ("429.89", "21.49", "51.05", "0.00", "459.45")
    assert [str(charge.gross) for charge in order.priced().charges] == [*GROSS]
    paper = order_paper(order, [Section.PRICES])
    assert paper["steps"] == {"lines": "429.89", "discount": "-21.49", "rush": "51.05"}
    assert (paper["net"], paper["tax"], paper["total"]) == ("397.80", "61.65", "459.45")
    order = work(order, by, lab)
    assert acted("amount", "added_tax") == [
        ("115.43", "0.00"), ("230.85", "0.00"), ("97.15", "0.00"), ("16.02", "0.00"),
    ]  # fmt: skip
    assert rates(Act.objects.order_by("pk").first().snapshot) == [("19", "97.00", "18.43", "115.43")]
    document = ClosingDocument.objects.get()
    assert rates(document.snapshot) == [
        ("0", "14.97", "0.00", "14.97"),
        ("7", "84.87", "5.94", "90.81"),
        ("19", "271.99", "51.68", "323.67"),
    ]
    assert document.snapshot["orders"][0]["adjustments"] == [
        {"tax_percent": "0", "amount": "-1.05"},
        {"tax_percent": "7", "amount": "-6.34"},
        {"tax_percent": "19", "amount": "-22.61"},
    ]
    sums = [document.snapshot[name] for name in ("net", "tax", "total")]
    assert sums == ["371.83", "57.62", "429.45"]
    assert document.total == order.final_price == ReceivableEntry.objects.get().amount == Decimal("429.45")
    assert str(story_of(order).adjusted) == "-30.00"
    assert violations() == {}


def test_with_tax_on_top_of_the_prices(by, lab, drawn_up):
    make_rate(percent=Decimal(30), employee=lab.anna)
    order = drawn_up(with_tax=False)
    assert steps(order.priced()) == ("429.89", "21.49", "51.05", "72.59", "532.04")
    assert [str(charge.gross) for charge in order.priced().charges] == [*GROSS]
    paper = order_paper(order, [Section.PRICES])
    assert paper["steps"] == {"lines": "429.89", "discount": "-21.49", "rush": "51.05"}
    assert (paper["net"], paper["tax"], paper["total"]) == ("459.45", "72.59", "532.04")
    order = work(order, by, lab)
    assert acted("amount", "added_tax") == [
        ("137.36", "21.93"),  # 115.43 + 21.93
        ("274.71", "43.86"),  # 230.85 + 43.86
        ("103.95", "6.80"),
        ("16.02", "0.00"),
    ]
    assert rates(Act.objects.order_by("pk").first().snapshot) == [("19", "115.43", "21.93", "137.36")]
    assert sum(entry.base for entry in PayrollEntry.objects.all()) == Decimal("459.45")  # not of the tax
    document = ClosingDocument.objects.get()
    assert rates(document.snapshot) == [
        ("0", "15.12", "0.00", "15.12"),
        ("7", "91.67", "6.42", "98.09"),  # 97.15 − 5.48, 6.80 − 0.38
        ("19", "326.75", "62.08", "388.83"),  # 346.28 − 19.53, 65.79 − 3.71
    ]
    assert document.snapshot["orders"][0]["added"] == [
        {"percent": "0", "net": "16.02", "tax": "0.00"},
        {"percent": "7", "net": "97.15", "tax": "6.80"},
        {"percent": "19", "net": "346.28", "tax": "65.79"},
    ]
    sums = [document.snapshot[name] for name in ("net", "tax", "total")]
    assert sums == ["433.54", "68.50", "502.04"]
    assert document.total == order.final_price == ReceivableEntry.objects.get().amount == Decimal("502.04")
    assert violations() == {}
