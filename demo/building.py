"""The demonstration is built: the laboratory is set up, then the months pass, step by step in the order of time."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from heapq import heappop, heappush
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from demo import bank, documents, moneydays, paydays, price_lists, registering, setting_up
from demo.abroad import abroad, register_abroad
from demo.bundles import sell_bundles
from demo.clock import Clock
from demo.laboratory import Laboratory
from demo.lives import Life
from demo.shelves import shelves
from demo.timetable import lives
from lab.calendar import calendar_of
from lab.demo_people import note_demo_password
from orders.models import Order

DAYS_OF_HISTORY = 88
"""Working days since the laboratory opened: four months."""


@transaction.atomic
def build(now: datetime, password: str) -> dict[str, int]:
    """The whole demonstration as it stands at that moment, or nothing; orders by state."""
    laboratory = _set_up(timezone.localtime(now), password)
    stories = [*lives(laboratory), *shelves(laboratory), _new_rates(laboratory)]
    stories += [price_lists.new_prices(laboratory), documents.amended(laboratory)]
    stories += [*paydays.paydays(laboratory), *paydays.questions(laboratory)]
    stories += [*moneydays.moneydays(laboratory), *abroad(laboratory)]
    let_time_pass(stories, until=now)
    bank.write_the_next(laboratory, bank.bring_a_statement(laboratory), Path(settings.LABSITE_DATA))
    note_demo_password(password)
    return dict(Counter(Order.objects.order_by().values_list("status", flat=True)))


def let_time_pass(stories: Iterable[Life], *, until: datetime) -> None:
    """Take the steps of all stories in the order of their moments; what lies in the future does not happen."""
    queue: list[tuple[datetime, int, Life]] = []
    for serial, story in enumerate(stories):
        heappush(queue, (next(story), serial, story))
    while queue and queue[0][0] <= until:
        _moment, serial, story = heappop(queue)
        upcoming = next(story, None)
        if upcoming is not None:
            heappush(queue, (upcoming, serial, story))


def _set_up(now: datetime, password: str) -> Laboratory:
    days_off = setting_up.exceptions(now.date())
    clock = Clock(calendar_of(setting_up.week(), days_off))
    first_day = clock.days_before(now.date(), DAYS_OF_HISTORY)
    opened = timezone.make_aware(datetime.combine(first_day, time(8)))
    laboratory = Laboratory(clock, now, opened)
    setting_up.hire(laboratory, password)
    setting_up.settle(laboratory, days_off)
    setting_up.stock_the_catalogue(laboratory)
    sell_bundles(laboratory)
    documents.ask_for_documents(laboratory)
    setting_up.agree_on_rates(laboratory, late=False)
    registering.register_customers(laboratory)
    register_abroad(laboratory)
    registering.register_patients(laboratory)
    price_lists.agree_on_prices(laboratory)
    return laboratory


def _new_rates(laboratory: Laboratory) -> Life:
    yield setting_up.rates_change_on(laboratory)
    setting_up.agree_on_rates(laboratory, late=True)
