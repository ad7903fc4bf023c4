"""Marks that closing documents went to their customers. One that was a mistake is reversed, and may be set anew."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from billing.models import ClosingDocument, Sending
from common.refusals import Refused
from customers.models import Counterparty
from lab.models import Event


class SentBefore(Refused):
    """Every one of the documents is marked already."""

    def __init__(self, document: ClosingDocument):
        super().__init__(_("%(number)s is marked as sent already.") % {"number": document.number})


class NotSent(Refused):
    """There is no mark to take back."""

    def __init__(self, document: ClosingDocument):
        super().__init__(_("%(number)s is not marked as sent.") % {"number": document.number})


class SentTooEarly(Refused):
    """A paper cannot have been sent before there was one."""

    def __init__(self, document: ClosingDocument):
        super().__init__(_("%(number)s was issued later than on that day.") % {"number": document.number})


def send(documents: Sequence[ClosingDocument], how: str, sent_on: date, *, event: Event) -> list[Sending]:
    """Mark those that are not marked yet."""
    _lock(documents)
    sent = set(Sending.objects.standing().filter(document__in=documents).values_list("document", flat=True))
    unsent = [document for document in documents if document.pk not in sent]
    if not unsent:
        raise SentBefore(documents[0])
    for document in unsent:
        if sent_on < document.issued_on:
            raise SentTooEarly(document)
    return Sending.objects.bulk_create(
        Sending(document=document, how=how, sent_on=sent_on, event=event) for document in unsent
    )


def take_back(document: ClosingDocument, *, event: Event) -> Sending:
    """Reverse the mark of a document."""
    _lock([document])
    stood = Sending.objects.standing().filter(document=document).first()
    if stood is None:
        raise NotSent(document)
    return Sending.objects.create(
        document=document, how=stood.how, sent_on=stood.sent_on, reverses=stood, event=event
    )


def _lock(documents: Sequence[ClosingDocument]) -> None:
    """The customers, by id: two people then never mark the same paper twice."""
    Counterparty.objects.locked_together({document.customer_id for document in documents})
