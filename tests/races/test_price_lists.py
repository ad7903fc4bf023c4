"""Versions of price lists that several people touch in the same moment."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from catalog.models import PriceList, PriceListVersion
from catalog.save_price_list import PriceListRefused, discard_version, save_version
from lab.models.record_event import RecordEvent
from tests.factories.orders import cause
from tests.factories.price_lists import make_price_list, make_version, rule
from tests.races import at_once
from tests.races.floor import PAUSE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coming() -> PriceListVersion:
    listed = make_price_list(rule("percent_off", 5))
    return make_version(listed, rule("percent_off", 10), valid_from=timezone.localdate() + timedelta(days=9))


def test_a_version_is_discarded_once(coming):
    by = cause()
    said = at_once(lambda _person: discard_version(coming.pk, by))
    assert sum(isinstance(one, PriceList) for one in said) == 1
    assert sum(isinstance(one, PriceListRefused) for one in said) == len(said) - 1
    told = RecordEvent.objects.filter(kind="catalog.pricelistversion", record=coming.pk)
    assert told.count() == 2  # drawn up and discarded


def test_one_that_somebody_has_begin_meanwhile_stays(coming):
    by = cause()

    def begin_today():
        with transaction.atomic():
            PriceList.objects.select_for_update(no_key=True).get(pk=coming.price_list_id)
            time.sleep(3 * PAUSE)
            coming.valid_from = timezone.localdate()
            return save_version(coming, by, rules=[rule("percent_off", 10)])

    def discard():
        time.sleep(PAUSE)
        return discard_version(coming.pk, by)

    began, refused = at_once(lambda person: (begin_today, discard)[person](), people=2)
    assert began == coming
    assert isinstance(refused, PriceListRefused)
    assert PriceListVersion.objects.filter(pk=coming.pk).exists()
