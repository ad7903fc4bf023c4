"""The charts of the dashboard in one table: what each is called, who may see it, how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from sums.reading import Sums
from workflow.pages.dashboard import house, money
from workflow.pages.dashboard.figures import Figures
from workflow.pages.dashboard.periods import Period
from workflow.pages.dashboard.produced import Produced
from workflow.pages.dashboard.reworks import reworks


class Reading:
    """A period that is being read, within one moment of the database: what two charts rest on is asked once."""

    def __init__(self, period: Period, sums: Sums | None = None):
        self.period, self.sums = period, sums or Sums()

    @cached_property
    def produced(self) -> Produced:
        return Produced(self.period, self.sums)

    @cached_property
    def worked(self) -> money.Worked:
        return money.Worked(self.period, self.sums)


@dataclass(frozen=True)
class Chart:
    """``needs`` are actions of the permission table, all of them."""

    name: str
    title: str
    read: Callable[[Reading], Figures]
    needs: tuple[str, ...] = ("see_orders",)
    note: str = ""


CHARTS = (
    Chart(
        "turnaround",
        _("Turnaround"),
        lambda reading: reading.produced.turnaround(),
        note=_("From the day an order was drawn up until it was produced, in working days."),
    ),
    Chart("on_time", _("Produced in time"), lambda reading: reading.produced.on_time()),
    Chart(
        "house",
        _("Work in the house"),
        lambda reading: house.in_the_house(reading.period, reading.sums),
        note=_("Open orders at the end of each step, by state."),
    ),
    Chart("load", _("Load of the next days"), lambda reading: house.load(reading.period)),
    Chart(
        "reworks",
        _("Reworks by cause"),
        lambda reading: reworks(reading.period),
        note=_("Orders returned to production or reopened, by the reason that was given."),
    ),
    Chart(
        "revenue_by_customer",
        _("Revenue by customer"),
        lambda reading: money.by_customer(reading.period, reading.sums),
        ("see_billing",),
        _("Closing documents less corrections, by the day they were issued."),
    ),
    Chart(
        "revenue_by_service",
        _("Revenue by service"),
        lambda reading: money.by_service(reading.period, reading.sums),
        ("see_billing",),
        _("What the acts of the orders charged say of each service."),
    ),
    Chart("debts", _("Debt by age"), lambda reading: money.debts(reading.period), ("see_billing",)),
    Chart(
        "pay",
        _("Pay against price"),
        lambda reading: reading.worked.pay_against_price(),
        ("see_pay", "see_prices"),
        _("Work posted on acts, of orders in the laboratory's currency."),
    ),
    Chart(
        "margin",
        _("Margin"),
        lambda reading: reading.worked.margin(),
        ("see_costs", "see_pay", "see_prices"),
        _("The price of the work posted less its pay and materials."),
    ),
)
