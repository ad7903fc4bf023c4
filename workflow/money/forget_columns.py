"""Forget columns: how the CSV of a bank is read was said wrongly; with its next file it is asked again."""

from django.db import transaction

from billing.models import BankProfile
from lab.cause import Cause
from lab.events import record_event
from workflow.moving import require


@transaction.atomic
def forget_columns(profile_id: int, cause: Cause) -> None:
    """What was taken in by them stays as it is. Forgotten twice is forgotten."""
    require(cause, "record_payment")
    profile = BankProfile.objects.filter(pk=profile_id).first()
    if profile is not None:
        record_event("forget_columns", cause, action="record_payment", reason=profile.name)
        profile.delete()
