"""The button that takes the last step back, without a form: on the line that told of the step, and in the menu."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.asked import row_id
from common.refusals import Refused
from lab.access import allow
from lab.once import VERSION_FIELD, perform
from workflow.life.take_back_step import take_back_step
from workflow.pages.dialogs import leads_again
from workflow.pages.loading import visible_order


@allow("see_orders")
@require_POST
@leads_again
def order_take_back(request, number: str):
    """Whoever may take the step may take it back; why not is said on the page of the order."""
    order = visible_order(request, number)
    page = reverse("workflow:order_page", args=[order.number])
    seen = row_id(request.GET, VERSION_FIELD) or 0

    def use_case(cause) -> str:
        take_back_step(order.pk, cause if cause.version is not None else replace(cause, version=seen))
        return page

    try:
        url = perform(request, use_case)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(page)
    messages.success(request, _("Taken back: the order stands as it stood before."))
    return redirect(url)
