"""Makes orders by the hundred thousand, as the use cases would have left them: ``verify`` finds nothing wrong.

Some thousands at a time are made in Python and sent by COPY into tables without triggers, keys and indexes, which are
laid again over the rows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from benchmarks import laboratory
from benchmarks.bare_tables import bare
from benchmarks.copying import go_on_counting
from benchmarks.lives import Lives
from billing.ledger.open_debts import read_from_books
from billing.models import OpenDebt, ReceivableEntry

YEARS = 5
AT_ONCE = 2000


def load(
    count: int, now: datetime, say: Callable[[str], object] = lambda text: None
) -> laboratory.Laboratory:
    """A laboratory with so many orders of the last years, in all states; the newest still open."""
    dice = Random(7)
    first_day = (now - timedelta(days=365 * YEARS)).date()
    _take_time()
    lab = laboratory.build(dice, first_day)
    lives = Lives(lab, dice, first_day, now, count)
    with bare(connection, lives.tables) as emptied:
        lives.receive_materials()
        for place in range(count):
            lives.live(place)
            if place % AT_ONCE == AT_ONCE - 1 or place == count - 1:
                lives.send(emptied)
        say("rows are in, laying indexes, keys and triggers")
    go_on_counting(lives.models)
    lives.write_counters()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what has no statistics yet is joined row by row, for minutes
    OpenDebt.objects.bulk_create(read_from_books(ReceivableEntry.objects.all()), batch_size=5000)
    return lab


def _take_time() -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '512MB'")


def settle() -> None:
    """What a database does by itself in the hours after: count its rows and clean up behind the writers. SQLite does
    neither, so there what the load counted is forgotten."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_stat1")
            connection.close()  # else this connection goes by what it has read
            return
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
