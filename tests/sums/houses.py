"""A laboratory whose orders were done on different days, and changes of what was done."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone

from orders.models import Order
from orders.states import Status
from stock.ledger import ReceivedLine
from sums import reading
from sums.figures import FIGURES, Figure
from sums.reading import Sums
from sums.rows import added_up
from sums.spans import NO_END
from tests.factories.catalog import make_material, make_service
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_receipt
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order

DONE = (90, 60, 33, 10)
ALL_DAYS = (date(2000, 1, 1), NO_END)


def back(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def make_house() -> list[Order]:
    """Four orders, the first produced 90 days ago; all but the last realized the day after."""
    ceramic = make_material(name="Ceramic")
    make_receipt(ReceivedLine(ceramic.pk, Decimal(100), unit_cost=Decimal("3.10")))
    make_rate(percent=Decimal(30))
    crown = make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal(2)})
    orders = []
    for days in DONE:
        line = make_line(crown, performer=make_technician())
        drawn, done = cause(at=at(back(days + 4))), cause(at=at(back(days)))
        order = bring_to(make_order(line, by=drawn, due_on=back(days + 1)), Status.PRODUCED, done)
        if days > 10:
            realize_order(order.pk, cause(at=at(back(days - 1))))
        orders.append(order)
    return orders


def undo_the_first(orders: list[Order]) -> None:
    """What was charged and produced long ago is taken back today, its acts, pay and materials with it."""
    unrealize_order(orders[0].pk, cause(), reason="the shade")
    reopen_order(orders[0].pk, cause(), reason="the shade")


def promise_the_last_later(orders: list[Order]) -> None:
    """It was late, and is in time now; the day on which it was produced is past."""
    update_due_date(orders[-1].pk, cause(), due_on=timezone.localdate() + timedelta(days=9), reason="asked")


def said(figure: Figure, sums: Sums) -> dict[date, set]:
    """By day, for a figure whose days are cells of their own."""
    days = [back(one + more) for one in DONE for more in (4, 1, 0, -1)]
    return {
        day: set(added_up(figure, sums.rows(figure, [(day, day)]), day)) for day in [*days, back(0), back(-1)]
    }


def in_all(figure: Figure, sums: Sums) -> set:
    return set(added_up(figure, sums.rows(figure, [ALL_DAYS]), date.min))


def is_right(figure: Figure) -> bool:
    live = Sums(kept=False)
    return said(figure, Sums()) == said(figure, live) and in_all(figure, Sums()) == in_all(figure, live)


def blind(figures: Iterable[Figure], monkeypatch) -> None:
    """What is booked later touches no day of these figures."""
    names = {figure.name for figure in figures}
    seeing = [replace(one, touched=partial(_after_all, one)) if one.name in names else one for one in FIGURES]
    monkeypatch.setattr(reading, "FIGURES", seeing)


def _after_all(figure: Figure, _event: int):
    return figure.touched(10**15)
