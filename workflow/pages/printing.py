"""Printing the order form: the dialog that chooses its sections, and the paper."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from background.papers import paper_response
from billing.price import adjusted_on
from documents.order_form import Section, order_paper
from lab.access import allow
from lab.models import LabSettings
from lab.permissions import may
from workflow.pages.loading import visible_order


@allow("print_order")
@require_safe
def order_print(request, number: str):
    """The dialog: which sections the paper shall have."""
    order = visible_order(request, number)
    context = {
        "dialog_title": _("Print order %(number)s") % {"number": order.number},
        "order": order,
        "sections": _sections_open_to(request.user),
        "back_url": reverse("workflow:order_page", args=[order.number]),
    }
    return render(request, "workflow/print_dialog.html", context)


@allow("print_order")
@require_safe
def order_form_pdf(request, number: str):
    """The order form with the chosen sections; without a choice, all that the person may see."""
    order = visible_order(request, number)
    allowed = {str(section) for section in _sections_open_to(request.user)}
    chosen = allowed & set(request.GET.getlist("section")) if "section" in request.GET else allowed
    logo = LabSettings.load().logo
    return paper_response(
        request,
        "print/order_form.html",
        {"paper": order_paper(order, chosen, agreed=adjusted_on(order))},
        filename=f"order-{order.number}.pdf",
        logo=bytes(logo) if logo else None,
    )


def _sections_open_to(person) -> list[Section]:
    sees_prices = may(person, "see_prices")
    return [section for section in Section if sees_prices or section != Section.PRICES]
