"""How wrong passwords are counted, and whom they keep out.

Two counts, both of the last quarter of an hour: by name and address together, so that a stranger elsewhere cannot lock
the chief out; and a wide one by address, so that nobody tries one password on a thousand names. Whoever has come in
from an address before passes the wide count: a laboratory sits behind one address, with whoever shares it.
"""

from datetime import timedelta
from logging import getLogger

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Sum

log = getLogger(__name__)

KNOWN_FOR = timedelta(days=90)
"""How long a name counts as known at an address after it last came in from there."""


class WrongPasswords(AxesDatabaseHandler):
    """Costs the same for every try: one small row for a name at an address, whatever was sent along."""

    def is_locked(self, request, credentials=None) -> bool:
        name = get_client_username(request, credentials)
        here = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        count = here.aggregate(
            all=Sum("failures_since_start"), of_name=Sum("failures_since_start", filter=Q(username=name))
        )
        if (count["of_name"] or 0) >= settings.AXES_FAILURE_LIMIT:
            return True
        request.door_is_shut_for_address = (
            count["all"] or 0
        ) >= settings.LABSITE_FAILURES_PER_ADDRESS and not _is_known(name, request)
        return request.door_is_shut_for_address

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        if request is None or request.axes_locked_out:
            return
        self.clean_expired_user_attempts(request, credentials)
        _count(get_client_username(request, credentials), request)
        request.axes_locked_out = self.is_locked(request, credentials)
        if request.axes_locked_out:
            log.warning("Too many wrong passwords: the door is shut at %s.", request.axes_ip_address)


@transaction.atomic
def _count(name: str | None, request) -> None:
    """One more; nothing of what was typed is kept, since a wrong password is often the right one of elsewhere."""
    told = {
        "http_accept": request.axes_http_accept,
        "path_info": request.axes_path_info,
        "attempt_time": request.axes_attempt_time,
    }
    attempt, first = AccessAttempt.objects.select_for_update().get_or_create(
        username=name,
        ip_address=request.axes_ip_address,
        user_agent=request.axes_user_agent,
        defaults={**told, "failures_since_start": 1},
    )
    if not first:
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            **told, failures_since_start=F("failures_since_start") + 1
        )


def _is_known(name: str | None, request) -> bool:
    since = request.axes_attempt_time - KNOWN_FOR
    came_in = AccessLog.objects.filter(username=name, ip_address=request.axes_ip_address)
    return came_in.filter(attempt_time__gte=since).exists()
