"""Files of an order: attaching, removing, and the tray that holds them while their order is not saved yet.

The bytes are in the private store before any of this begins; here a row is written, and never more than a row.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.storage import StoredFile
from documents.models import Attachment
from documents.thumbnails import ask_for_thumbnails
from lab.cause import Cause
from lab.events import record_event
from lab.models import Employee
from lab.permissions import may
from orders.ledger import book_order_event, not_before_the_last
from orders.models import Order


class FilesAreClosed(Refused):
    """The state of the order does not allow files to come or go."""

    def __init__(self, order: Order):
        super().__init__(
            _("Files can no longer be changed while the order is in the state “%(state)s”.")
            % {"state": order.get_status_display()}
        )


class MayNotAttach(Refused):
    """The person's role does not allow it."""

    def __init__(self) -> None:
        super().__init__(_("Your role does not allow this."))


class FileIsGone(Refused):
    """Somebody removed the file before."""

    def __init__(self) -> None:
        super().__init__(_("This file has been removed already."))


@transaction.atomic
def attach_file(
    order_id: int | None,
    tray: UUID | None,
    stored: StoredFile,
    name: str,
    cause: Cause,
    *,
    is_picture: bool = False,
    thumbnail: bytes | None = None,
) -> Attachment:
    """Put a kept file on an order, or into a tray where the order is not saved yet.

    A picture without a thumbnail gets one in the background.

    Raises ``MayNotAttach`` or ``FilesAreClosed``; the bytes then stay without a row until they are swept.
    """
    _require(cause)
    order = None if order_id is None else _open_order(order_id)
    attachment = Attachment.objects.create(
        order=order,
        tray=tray if order is None else None,
        key=stored.key,
        name=name,
        size=stored.size,
        sha256=stored.sha256,
        thumbnail=thumbnail,
        thumbnail_due=is_picture and thumbnail is None,
        uploaded_by=cause.actor,
        uploaded_at=cause.at,
    )
    ask_for_thumbnails([attachment])
    if order is not None:
        _book(order, "attach_file", cause, before="", after=name)
    return attachment


@transaction.atomic
def remove_file(file_id: int, cause: Cause) -> Attachment:
    """Take a file off its order or out of its tray. The bytes outlive the longest backup; the sweeper takes them.

    Raises ``FileIsGone``, ``FilesAreClosed`` or ``MayNotAttach``.
    """
    _require(cause)
    # The order is locked first, as everywhere; only then is it known whether the file is still there.
    order_id = Attachment.objects.filter(pk=file_id).values_list("order_id", flat=True).first()
    order = None if order_id is None else _open_order(order_id)
    attachment = Attachment.objects.current().select_for_update(no_key=True).filter(pk=file_id).first()
    if attachment is None:
        raise FileIsGone
    attachment.removed_at = cause.at
    attachment.save(update_fields=["removed_at"])
    if order is not None:
        _book(order, "remove_file", cause, before=attachment.name, after="")
    return attachment


def attach_tray(order: Order, tray: UUID | None, actor: Employee) -> list[Attachment]:
    """Hand the files that ``actor`` dropped onto the form over to the order, which the caller has locked.

    The event is the caller's: drawing up or editing the order. Returns the files; [] where there were none.
    """
    if tray is None:
        return []
    # Locked, or a sweep or a second page could take one away that is being handed over.
    waiting = list(Attachment.objects.waiting(tray, actor).select_for_update(no_key=True))
    if waiting and not order.allows("files"):
        raise FilesAreClosed(order)
    for attachment in waiting:
        attachment.order, attachment.tray = order, None
        attachment.save(update_fields=["order", "tray"])
    return waiting


def copy_files(source: Order, target: Order, actor: Employee, at: datetime) -> list[Attachment]:
    """The copy of an order shows the same files: new rows over the same kept bytes."""
    shared = ("key", "name", "size", "sha256", "thumbnail", "thumbnail_due")
    copies = Attachment.objects.bulk_create(
        Attachment(
            order=target,
            uploaded_by=actor,
            uploaded_at=at,
            **{field: getattr(original, field) for field in shared},
        )
        for original in Attachment.objects.current().filter(order=source)
    )
    ask_for_thumbnails(copies)
    return copies


def _require(cause: Cause) -> None:
    if not cause.actor.is_service_account and not may(cause.actor, "attach_files"):
        raise MayNotAttach


def _open_order(order_id: int) -> Order:
    order = Order.objects.locked(order_id)
    if not order.allows("files"):
        raise FilesAreClosed(order)
    return order


def _book(order: Order, verb: str, cause: Cause, *, before: str, after: str) -> None:
    event = record_event(verb, not_before_the_last([order], cause), action="attach_files")
    change = {"field": "file", "before": before, "after": after}
    book_order_event(order, event, verb, changes=[change])
