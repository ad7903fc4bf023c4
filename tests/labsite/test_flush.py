"""The triggers of booked tables are lifted for the flush between transactional tests, and for nothing else."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from common import triggers
from lab.models import Employee, Event


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_turn_begins_without_booked_rows_and_with_every_trigger(turn):
    assert not Event.objects.exists()
    assert triggers.missing(connection) == []
    actor = Employee.objects.create(username="anna")
    event = Event.objects.create(verb="tested", actor=actor, at=timezone.now())
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM lab_event WHERE id = %s", [event.pk])
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError):
            call_command("flush", interactive=False, verbosity=0)
