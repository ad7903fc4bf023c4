"""The order form as a paper, opened beside the page of an order that was just drawn up; the tick is remembered."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lab.permissions import may
from lab.posting import offering
from workflow.pages.print_choices import chosen_last, left_off_last, remember
from workflow.printing.order_papers import sections_open_to

FIELD = "print"
OPENS_BESIDE = "X-Opens-Beside"
"""What the script that sends the form opens in another tab; without it the link at the head of the page is there."""
_KEPT_AS = "with_new_order"


def is_printed(request: HttpRequest) -> bool:
    """Whether the tick stands: as it was sent, or as it was the last time at this machine."""
    if request.method == "POST":
        return FIELD in request.POST
    return bool(chosen_last(request).get(_KEPT_AS))


def print_beside(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponseRedirect:
    """The answer that leads to the page of the order, with its paper where it is wanted."""
    if not may(request.user, "print_order"):
        return answer
    if FIELD in request.POST:
        paper = _paper(request, answer.url)
        messages.info(
            request, _("The order form is ready to be printed."), extra_tags=offering("paper", paper)
        )
        answer.headers[OPENS_BESIDE] = paper
    return remember(request, answer, **{_KEPT_AS: "on" if FIELD in request.POST else ""})


def _paper(request: HttpRequest, page: str) -> str:
    """The paper of the order whose page that is, with the sections that were printed last."""
    number, without = page.strip("/").rpartition("/")[2], left_off_last(request)
    shown = [str(one) for one in sections_open_to(request.user) if str(one) not in without]
    sections = urlencode([("section", name) for name in ("head", *shown)])
    return f"{reverse('workflow:order_form_pdf', args=[number])}?{sections}"
