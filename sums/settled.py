"""Up to which event nothing is to come any more: events get their numbers before they are booked."""

import time

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from common.database_faults import BUSY, RETRY, state_of
from lab.models import Event

TIMES, PAUSE = 50, 0.1
"""How often one looks for a moment in which nobody books, and seconds between two looks."""


def settled_event() -> int | None:
    """Number of the last event: all smaller ones are booked or never will be. None where people book without a gap.

    Whoever books an event holds the table of events until the end of the transaction. For the moment in which nobody
    does, it is taken; nobody is waited for, so nobody stands in line behind us. SQLite has one writer at a time.
    """
    for _time in range(TIMES):
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("LOCK TABLE lab_event IN SHARE MODE NOWAIT")
                return Event.objects.aggregate(last=Max("pk"))["last"] or 0
        except OperationalError as fault:
            if state_of(fault) not in BUSY | RETRY:
                raise
            time.sleep(PAUSE)
    return None
