"""What becomes of work that has ended, and of prepared papers whose time is up."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from background.models import PAPERS_ARE_KEPT, Job, PreparedPaper, State
from common.background import background_work
from lab.sweeping import swept

DONE_IS_KEPT, GIVEN_UP_IS_KEPT = timedelta(days=14), timedelta(days=90)


@background_work(_("Forget finished work"))
def sweep_work(context, **_told) -> int:
    """Failed work stays until a person gives it up; returns how many rows went."""
    now = timezone.now()
    done = Q(state=State.DONE, ended_at__lt=now - DONE_IS_KEPT)
    given_up = Q(state=State.GIVEN_UP, ended_at__lt=now - GIVEN_UP_IS_KEPT)
    papers = PreparedPaper.objects.filter(asked_at__lt=now - PAPERS_ARE_KEPT)
    return swept(Job.objects.filter(done | given_up)) + swept(papers)
