"""Exactly once: a posted form acts the first time it arrives; the same form again leads to what it made.

``perform`` opens the transaction, claims the token as the first lock, runs the use case and remembers where it led.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from typing import NamedTuple, NoReturn, TypeVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.database_faults import BUSY, RETRY, state_of
from common.refusals import Refused
from lab.cause import Cause
from lab.models import Employee, FormToken

T = TypeVar("T")
TOKEN_FIELD, VERSION_FIELD = "form_token", "version"
LONGEST_ADDRESS = FormToken._meta.get_field("redirect").max_length
"""What a form leads to is remembered; an address that a browser sent may be longer."""
_NOT_CONTENT = {"csrfmiddlewaretoken"}


class Doer(NamedTuple):
    """Who acts, and where, if not from a log-in of the person's own."""

    person: Employee
    place: str


class FormWasReused(Refused):
    """The token is another person's."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was already sent by somebody else. Open the page again and repeat your change.")
        )


class ActedBefore(Exception):
    """The form has acted already: ``address`` is what it made; ``differs`` where it came with other content now.

    No refusal: whatever view it passes through, the person is led to what was made (``labsite.by_script``).
    """

    def __init__(self, address: str, *, differs: bool):
        self.address, self.differs = address, differs
        super().__init__(address)


class SomeoneIsWorking(Refused):
    """The rows stayed locked by somebody else for longer than we wait."""

    def __init__(self) -> None:
        super().__init__(_("Someone else is working on this right now. Try again in a moment."))


def new_token() -> str:
    """A fresh token for the hidden field of a form."""
    return str(uuid.uuid4())


def token_for(request) -> str:
    """The token for a form about to be shown: the posted one when it comes back with errors, else a fresh one."""
    return request.POST.get(TOKEN_FIELD, "") or new_token()


def perform(request, use_case: Callable[[Cause], str], *, by: Employee | None = None, place: str = "") -> str:
    """Run ``use_case(cause)``, which returns the address to go to. Raises ``ActedBefore`` for a repeated form.

    A transaction that the database broke off to untangle a deadlock is run once more, so ``use_case`` changes nothing
    outside the database. Raises whatever ``Refused`` it raises, with nothing left behind. Whoever acts is logged in,
    unless it is said ``by`` whom, and at which ``place``.
    """
    who = Doer(by or request.user, place)
    token, body = _token_of(request), _body_hash(request)  # files are read here, before any lock is held
    return untangled(lambda: _once(request, who, token, body, use_case))


def untangled(work: Callable[[], T]) -> T:
    """What the work gives, done once more where the database broke it off to untangle a deadlock.

    Raises ``SomeoneIsWorking`` where rows stay locked. For a transaction that no form brings, too.
    """
    try:
        return work()
    except OperationalError as fault:
        if state_of(fault) not in RETRY:
            _raise_in_words(fault)
    try:
        return work()
    except OperationalError as fault:
        _raise_in_words(fault)


def lead_back(request, *, by: Employee | None = None) -> None:
    """Raise ``ActedBefore`` if this form has acted: what it is about may look wrong only because of that."""
    try:
        token = _token_of(request)
    except Refused:
        return
    claim = FormToken.objects.filter(token=token, user=by or request.user).exclude(redirect="").first()
    if claim:
        raise ActedBefore(claim.redirect, differs=claim.body_hash != _body_hash(request))


@transaction.atomic
def _once(request, who: Doer, token: uuid.UUID, body: str, use_case) -> str:
    now = timezone.now()
    claim, first = FormToken.objects.get_or_create(
        token=token, defaults={"user": who.person, "body_hash": body, "used_at": now}
    )
    if not first:
        if claim.user_id != who.person.pk or not claim.redirect:
            raise FormWasReused
        raise ActedBefore(claim.redirect, differs=claim.body_hash != body)
    claim.redirect = use_case(Cause(who.person, now, _version_of(request), claim, who.place))
    claim.save(update_fields=["redirect"])
    return claim.redirect


def _raise_in_words(fault: OperationalError) -> NoReturn:
    """What is no fault of ours stays what it is, with its own cause."""
    if state_of(fault) in BUSY | RETRY:
        raise SomeoneIsWorking from fault
    raise fault


def _token_of(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(TOKEN_FIELD, ""))
    except ValueError:
        raise Refused(
            _("This form came without its token. Open the page again and repeat your change.")
        ) from None


def _version_of(request) -> int | None:
    text = request.POST.get(VERSION_FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _body_hash(request) -> str:
    """A digest of address, fields and files. Keyed, because a form may hold a password, and the digest is stored."""
    digest = hmac.new(settings.SECRET_KEY.encode(), request.get_full_path().encode(), hashlib.sha256)
    for key in sorted(request.POST):
        if key not in _NOT_CONTENT:
            for value in request.POST.getlist(key):
                digest.update(f"{len(key)}:{key}={len(value)}:{value};".encode())
    for key in sorted(request.FILES):
        for upload in request.FILES.getlist(key):
            digest.update(f"{len(key)}:{key}={len(upload.name)}:{upload.name};{upload.size};".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()
