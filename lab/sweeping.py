"""What the laboratory need not keep: used forms that nothing mentions, sessions that are over, old log-ins."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.background import background_work
from lab.models import BenchScan, Event, FormToken, TableFile
from lab.models.table_import import FILES_ARE_KEPT

FORMS_ARE_REMEMBERED = timedelta(days=30)
"""A page that was left open for longer is no longer protected from acting twice."""

LOG_INS_ARE_KEPT = timedelta(days=180)
SCANS_ARE_REMEMBERED = timedelta(hours=1)
HANDFUL = 500


@background_work(_("Forget used forms"))
def sweep_form_tokens(context, **_told) -> int:
    """Tokens that an event mentions stay with it for ever; returns how many went."""
    mentioned = Event.objects.filter(form_token=OuterRef("pk"))
    old = FormToken.objects.filter(used_at__lt=timezone.now() - FORMS_ARE_REMEMBERED)
    return swept(old.exclude(Exists(mentioned)))


@background_work(_("Forget sessions that are over"))
def sweep_sessions(context, **_told) -> int:
    """Returns how many went."""
    return swept(Session.objects.filter(expire_date__lt=timezone.now()))


@background_work(_("Forget scans at the bench"))
def sweep_scans(context, **_told) -> int:
    """A scan is remembered for the next five seconds; returns how many went."""
    return swept(BenchScan.objects.filter(at__lt=timezone.now() - SCANS_ARE_REMEMBERED))


@background_work(_("Forget tables that were looked at"))
def sweep_table_files(context, **_told) -> int:
    """What was imported of them stays; returns how many went."""
    return swept(TableFile.objects.filter(brought_at__lt=timezone.now() - FILES_ARE_KEPT))


@background_work(_("Forget old log-ins"))
def sweep_log_ins(context, **_told) -> int:
    """Who logged in from where, and mistyped passwords; returns how many went."""
    since = timezone.now() - LOG_INS_ARE_KEPT
    kinds = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(swept(kind.objects.filter(attempt_time__lt=since)) for kind in kinds)


def swept(rows: QuerySet) -> int:
    """Delete by the handful, so that nobody waits for long; returns how many went."""
    gone = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:HANDFUL]):
        gone += rows.filter(pk__in=keys).delete()[0]
    return gone
