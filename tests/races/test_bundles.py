"""Two people who each put one complex service into the other in the same moment: one of them is told the circle."""

import time
from decimal import Decimal

import pytest

from catalog import save_service as saving
from catalog.bundles import BundleRefused, Bundles
from catalog.flattening import way_round
from catalog.models import Service
from catalog.save_service import save_service
from tests.factories.catalog import make_service
from tests.factories.orders import cause
from tests.races import at_once, goes_wrong
from tests.races.floor import PAUSE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TRIALS = 3
ROUND = 4


def all_include_the_next() -> bool:
    """Of four people each includes the next service in his own; whether one was told, and no circle stands."""
    services, by = [make_service() for _n in range(ROUND)], cause()

    def include(person: int) -> Service:
        own, following = services[person], services[(person + 1) % ROUND]
        return save_service(
            Service.objects.get(pk=own.pk), by, asks_for={}, norms={}, included={following.pk: Decimal(1)}
        )

    said = at_once(include, people=ROUND)
    refused = [one for one in said if isinstance(one, BundleRefused)]
    assert len(refused) == len([one for one in said if isinstance(one, Exception)]), said
    includes = Bundles().includes
    return len(refused) == 1 and not any(way_round(one.pk, includes) for one in services)


def test_of_those_who_close_a_circle_together_the_last_is_told():
    assert [all_include_the_next() for _n in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_the_circle_is_closed(monkeypatch):
    monkeypatch.setattr(saving, "lock_bundles", lambda: None)
    looked = saving.refuse_unsound_bundles

    def look_and_linger(service, **held):
        looked(service, **held)
        time.sleep(PAUSE)

    monkeypatch.setattr(saving, "refuse_unsound_bundles", look_and_linger)
    assert goes_wrong(lambda _turn: all_include_the_next(), within=4 * TRIALS)
