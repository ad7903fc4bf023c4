"""Files of an order: who attaches and removes them, in which states, and what is written down of it."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.storage import StoredFile, path_of
from documents.files import (
    FileIsGone,
    FilesAreClosed,
    MayNotAttach,
    attach_file,
    attach_tray,
    copy_files,
    remove_file,
)
from documents.models import Attachment
from documents.panels import order_panel
from documents.sweeping import sweep_files
from lab.models import Event
from orders.models import Order
from orders.states import CHANGEABLE, Status
from tests.factories.documents import keep, make_attachment, make_waiting
from tests.factories.lab import make_cause, make_employee, make_everybody
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def test_attaching_leaves_an_event_and_no_new_version():
    order, by = make_order(), make_cause()
    attach_file(order.pk, None, keep(b"bytes"), "scan.stl", by)
    event = order.events.latest("pk")
    assert (event.verb, event.event.actor, event.version) == ("attach_file", by.actor, None)
    assert event.changes == [{"field": "file", "before": "", "after": "scan.stl"}]
    assert Order.objects.get(pk=order.pk).version == order.version


def test_removing_leaves_the_bytes_and_an_event():
    order = make_order()
    attachment = make_attachment(order, name="scan.stl")
    remove_file(attachment.pk, make_cause())
    assert not Attachment.objects.current().filter(order=order).exists()
    assert path_of(attachment.key).exists()
    assert order.events.latest("pk").changes == [{"field": "file", "before": "scan.stl", "after": ""}]


def test_a_file_is_removed_once():
    attachment = make_attachment(make_order())
    remove_file(attachment.pk, make_cause())
    events = Event.objects.count()
    with pytest.raises(FileIsGone):
        remove_file(attachment.pk, make_cause())
    assert Event.objects.count() == events


@pytest.mark.parametrize("status", Status)
def test_files_come_and_go_only_while_the_state_allows_it(status):
    order = make_order()
    attachment = make_attachment(order)
    moved = make_order(status=status)
    Attachment.objects.filter(pk=attachment.pk).update(order=moved)
    if status in CHANGEABLE["files"]:
        attach_file(moved.pk, None, keep(), "new.txt", make_cause())
        remove_file(attachment.pk, make_cause())
        assert Attachment.objects.current().filter(order=moved).count() == 1
        return
    before = (Attachment.objects.count(), Event.objects.count())
    with pytest.raises(FilesAreClosed, match="can no longer be changed"):
        attach_file(moved.pk, None, keep(), "new.txt", make_cause())
    with pytest.raises(FilesAreClosed):
        remove_file(attachment.pk, make_cause())
    assert (Attachment.objects.count(), Event.objects.count()) == before


def test_everybody_of_the_laboratory_attaches_and_nobody_else():
    order = make_order()
    for employee in make_everybody().values():
        attach_file(order.pk, None, keep(), "a.txt", make_cause(employee))
    with pytest.raises(MayNotAttach):
        attach_file(order.pk, None, keep(), "a.txt", make_cause(make_employee(roles=())))


def test_a_tray_is_handed_over_to_the_order_of_its_owner_alone():
    order, tray = make_order(), uuid.uuid4()
    mine, others = make_waiting(tray), make_waiting(tray)
    assert attach_tray(order, tray, mine.uploaded_by) == [mine]
    assert attach_tray(order, uuid.uuid4(), mine.uploaded_by) == []
    assert attach_tray(order, None, mine.uploaded_by) == []
    others.refresh_from_db()
    assert others.order is None
    assert list(Attachment.objects.filter(order=order)) == [mine]


def test_a_copy_shares_the_bytes():
    source, target = make_order(), make_order()
    original = make_attachment(source)
    remove_file(make_attachment(source).pk, make_cause())
    (copy,) = copy_files(source, target, make_employee(), timezone.now())
    assert (copy.key, copy.order) == (original.key, target)


def test_the_panel_shows_the_files_and_a_drop_zone_while_they_may_change(django_assert_num_queries):
    order, viewer = make_order(), make_employee(roles=["technician"])
    for _place in range(5):
        make_attachment(order)
    _known = viewer.roles
    with django_assert_num_queries(1):
        panel = order_panel(order, viewer)
        assert [file.uploaded_by.name and file.has_thumbnail for file in panel.context["files"]] == [
            False
        ] * 5
    assert panel.count == 5
    assert panel.context["may_change"]
    assert not order_panel(make_order(status=Status.REALIZED), viewer).context["may_change"]


# --- sweeping (invariants 41 and 45) ----------------------------------------------------------------------


def sweep_in(days: float):
    return sweep_files(timezone.now() + timedelta(days=days), keep=timedelta(days=90))


def test_what_lies_in_a_tray_for_a_day_is_dropped_and_a_fresh_one_is_left():
    waiting = make_waiting()
    assert sweep_in(0.9).dropped == 0
    assert sweep_in(1.1).dropped == 1
    waiting.refresh_from_db()
    assert waiting.removed_at is not None
    assert path_of(waiting.key).exists()


def test_removed_bytes_go_only_after_the_longest_backup():
    attachment = make_attachment(make_order())
    remove_file(attachment.pk, make_cause())
    assert sweep_in(89).deleted == []
    assert sweep_in(91).deleted == [f"kept/{attachment.key}"]
    assert not path_of(attachment.key).exists()


def test_bytes_shared_with_a_copy_stay():
    source, target = make_order(), make_order()
    original = make_attachment(source)
    copy_files(source, target, make_employee(), timezone.now())
    remove_file(original.pk, make_cause())
    assert sweep_in(400).deleted == []


def test_bytes_without_a_row_go_after_a_day(settings):
    lost: StoredFile = keep(b"nobody knows me")
    assert sweep_in(0.5).deleted == []
    assert sweep_in(1.1).deleted == [f"kept/{lost.key}"]


def test_the_command_says_what_it_did(capsys):
    make_attachment(make_order())
    call_command("sweep_files")
    assert "0 files dropped from trays, 0 deleted from the store" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("sweep_files", keep_days=0)
