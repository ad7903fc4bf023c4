"""The administrator's page of the background work, and what is decided there about a piece of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from background.lists import JOBS
from background.models import Job
from background.tending import give_up, try_again
from common.refusals import Refused
from lab.access import allow
from lab.lists import list_view
from lab.once import perform

job_list = list_view(JOBS, "administer")


@allow("administer")
@require_POST
def job_try_again(request, pk):
    """Due at once, with all its tries before it."""
    return _decide(request, pk, try_again, _("It is tried again."))


@allow("administer")
@require_POST
def job_give_up(request, pk):
    """Not tried any more."""
    return _decide(request, pk, give_up, _("It is given up."))


def _decide(request, pk: int, use_case, said: str):
    get_object_or_404(Job, pk=pk)
    back = reverse("background:job_list")

    def decide(cause) -> str:
        use_case(pk, cause)
        return back

    try:
        address = perform(request, decide)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, said)
    return redirect(address)
