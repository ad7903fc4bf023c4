"""Exactly once: a posted form acts the first time it arrives; the same form again leads to the same place.

``perform`` opens the transaction, claims the token as the first lock, runs the use case and remembers where it led.
"""

import hashlib
import uuid
from collections.abc import Callable

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.models import FormToken

TOKEN_FIELD, VERSION_FIELD = "form_token", "version"
_NOT_CONTENT = {"csrfmiddlewaretoken"}
_RETRY = {"40P01", "40001"}  # deadlock detected, serialization failure
_BUSY = {"55P03"}  # lock not available within lock_timeout


class FormWasReused(Refused):
    """The token came back with other content."""

    def __init__(self) -> None:
        super().__init__(_("This form was already sent with other content. Open the page again and repeat your change."))


class SomeoneIsWorking(Refused):
    """The rows stayed locked by somebody else for longer than we wait."""

    def __init__(self) -> None:
        super().__init__(_("Someone else is working on this right now. Try again in a moment."))


def new_token() -> str:
    """A fresh token for the hidden field of a form."""
    return str(uuid.uuid4())


def perform(request, use_case: Callable[[Cause], str]) -> str:
    """Run ``use_case(cause)``, which returns the address to go to; a repeated form gives the first one's address.

    Raises whatever ``Refused`` the use case raises, with nothing left behind.
    """
    try:
        return _once(request, use_case)
    except OperationalError as fault:
        state = getattr(fault.__cause__, "sqlstate", None)
        if state in _BUSY:
            raise SomeoneIsWorking from fault
        if state not in _RETRY:
            raise
        return _once(request, use_case)


@transaction.atomic
def _once(request, use_case) -> str:
    now = timezone.now()
    token, first = FormToken.objects.get_or_create(
        token=_token_of(request),
        defaults={"user": request.user, "body_hash": _body_hash(request), "used_at": now},
    )
    if not first:
        if token.user_id != request.user.pk or token.body_hash != _body_hash(request) or not token.redirect:
            raise FormWasReused
        return token.redirect
    token.redirect = use_case(Cause(request.user, now, _version_of(request), token))
    token.save(update_fields=["redirect"])
    return token.redirect


def _token_of(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(TOKEN_FIELD, ""))
    except ValueError:
        raise Refused(_("This form came without its token. Open the page again and repeat your change.")) from None


def _version_of(request) -> int | None:
    text = request.POST.get(VERSION_FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _body_hash(request) -> str:
    digest = hashlib.sha256(request.path.encode())
    for key in sorted(request.POST):
        if key not in _NOT_CONTENT:
            for value in request.POST.getlist(key):
                digest.update(f"{len(key)}:{key}={len(value)}:{value};".encode())
    for key in sorted(request.FILES):
        digest.update("".join(f"{f.name}:{f.size};" for f in request.FILES.getlist(key)).encode())
    return digest.hexdigest()
