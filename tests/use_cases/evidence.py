"""What a use case leaves behind: its event, or nothing at all. The digest covers every table of the house."""

import hashlib
import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import models

from common.refusals import Refused
from lab.cause import Cause
from orders.models import OrderEvent
from verification.database import HOUSE


def tables() -> list[type[models.Model]]:
    """Every model of the house, the tables between them included."""
    return [
        model for app in HOUSE for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def rows_of(model) -> list[tuple]:
    """Everything in a table, unfiltered, by its key."""
    return list(models.QuerySet(model).order_by("pk").values_list())


def digest() -> dict[str, str]:
    """Table -> a hash of everything in it."""
    return {
        model._meta.db_table: hashlib.sha256(
            json.dumps(rows_of(model), default=repr, sort_keys=True).encode()
        ).hexdigest()
        for model in tables()
    }


def changed_since(before: dict[str, str]) -> list[str]:
    """Names of the tables that are not as they were."""
    after = digest()
    return [table for table in before if before[table] != after[table]]


@contextmanager
def refused(sentence: str = "", error: type[Exception] = Refused):
    """What happens inside is refused with a sentence that begins like this, and no table of the house changes."""
    before = digest()
    with pytest.raises(error) as caught:
        yield caught
    assert str(caught.value).startswith(sentence), str(caught.value)
    assert changed_since(before) == []


def moments_of(order) -> list[datetime]:
    """When each event of the order was, in the sequence in which they were written."""
    return list(order.events.order_by("pk").values_list("event__at", flat=True))


def set_back(cause: Cause) -> Cause:
    """The cause as a server gives it whose clock was set back by a day."""
    return replace(cause, at=cause.at - timedelta(days=1))


def last_event(order) -> OrderEvent:
    return order.events.select_related("event__actor").order_by("pk").last()


def assert_booked(
    order, verb: str, cause, *, role: str, reason: str = "", moved: tuple | None = None, changes=None
):
    """The last event of the order says who did what, why, from where to where, and which version that made."""
    row = last_event(order)
    assert (row.verb, row.event.verb) == (verb, verb)
    assert (row.event.actor, row.event.role, row.event.at) == (cause.actor, role, cause.at)
    assert row.event.reason == reason
    assert (row.from_status, row.to_status) == (moved or ("", ""))
    if changes is not None:
        assert row.changes == changes
    return row
