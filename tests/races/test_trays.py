"""A tray is handed over to its order in the same moment in which it would be emptied."""

import uuid
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from documents import files
from documents.sweeping import sweep_files
from tests.factories.documents import make_waiting
from tests.factories.orders import make_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def sweep_beside(begin: Event) -> Thread:
    """Empties the trays of yesterday as soon as it may begin."""

    def run():
        begin.wait(20)
        try:
            sweep_files(timezone.now() + timedelta(days=2), keep=timedelta(days=30))
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_a_file_that_comes_onto_an_order_is_not_swept_from_its_tray(monkeypatch):
    order, tray, found = make_order(), uuid.uuid4(), Event()
    waiting = make_waiting(tray)
    sweeping = sweep_beside(found)

    def allows(*_what):
        """Between finding the files and taking them: without a lock the sweep comes through here."""
        found.set()
        sweeping.join(1)
        return True

    monkeypatch.setattr(order, "allows", allows)
    with transaction.atomic():
        taken = files.attach_tray(order, tray, waiting.uploaded_by)
    sweeping.join(20)
    waiting.refresh_from_db()
    assert taken == [waiting]
    assert (waiting.order, waiting.removed_at) == (order, None)
