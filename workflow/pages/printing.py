"""Papers of one order: the dialog that chooses the sections of the order form, the dialog of labels, the papers."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from background.papers import paper_response
from documents.label_sheets import label_paper
from documents.labels import labels_of, specimens_of
from lab.access import allow
from lab.models import LabSettings
from orders.models import Order
from workflow.forms.printing import LabelsForm
from workflow.pages.loading import visible_order
from workflow.pages.print_choices import chosen_last, left_off, left_off_last, remember
from workflow.printing.order_papers import LABELS, ORDER_FORM, order_form, sections_open_to


@allow("print_order")
@require_safe
def order_print(request, number: str):
    """The dialog: which sections the paper shall have. Those left off last are not ticked."""
    order = visible_order(request, number)
    without = left_off_last(request)
    context = {
        "dialog_title": _("Print order %(number)s") % {"number": order.number},
        "order": order,
        "sections": [(section, section not in without) for section in sections_open_to(request.user)],
        "back_url": reverse("workflow:order_page", args=[order.number]),
    }
    return render(request, "workflow/print_dialog.html", context)


@allow("print_order")
@require_safe
def order_form_pdf(request, number: str):
    """The order form with the chosen sections; without a choice, all that the person may see."""
    order = visible_order(request, number)
    offered = sections_open_to(request.user)
    allowed = {str(section) for section in offered}
    chosen = allowed & set(request.GET.getlist("section")) if "section" in request.GET else allowed
    logo = LabSettings.load().logo
    answer = paper_response(
        request,
        ORDER_FORM,
        order_form(order, chosen),
        filename=f"order-{order.number}.pdf",
        logo=bytes(logo) if logo else None,
    )
    if "section" not in request.GET:
        return answer
    return remember(request, answer, left_off=left_off(offered, chosen))


@allow("print_order")
@require_safe
def order_label(request, number: str):
    """The dialog of labels, filled in as they were printed last at this machine."""
    order = visible_order(request, number)
    last, specimens = chosen_last(request), len(specimens_of(order))
    form = LabelsForm(specimens=specimens, initial={"count": 1, "first": 1})
    form.initial |= {name: last[name] for name in ("sort", "size") if _is_offered(form, name, last.get(name))}
    return _draw_labels_dialog(request, order, form)


@allow("print_order")
@require_safe
def order_labels_pdf(request, number: str):
    """The labels; or the dialog again, where they cannot be printed as it was filled in."""
    order = visible_order(request, number)
    form = LabelsForm(request.GET, specimens=len(specimens_of(order)))
    if not form.is_valid():
        return _draw_labels_dialog(request, order, form, status=422)
    said = form.cleaned_data
    labels = labels_of(order, said["sort"], said["count"])
    paper = {"paper": label_paper(labels, form.label_size, form.first_place)}
    answer = paper_response(request, LABELS, paper, filename=f"labels-{order.number}.pdf")
    return remember(request, answer, sort=said["sort"], size=said["size"])


def _is_offered(form: LabelsForm, name: str, chosen: str | None) -> bool:
    return chosen in dict(form.fields[name].choices)


def _draw_labels_dialog(request, order: Order, form: LabelsForm, *, status: int = 200):
    context = {
        "dialog_title": _("Labels of order %(number)s") % {"number": order.number},
        "order": order,
        "form": form,
        "back_url": reverse("workflow:order_page", args=[order.number]),
    }
    return render(request, "workflow/labels_dialog.html", context, status=status)
