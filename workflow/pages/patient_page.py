"""A patient's card: who it is, its orders, and the files that came with them."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.panels import Panel
from customers.models import Merge, Patient
from customers.panels import patient_notes_panel, patient_panel
from documents.models import Attachment
from lab.access import allow
from lab.permissions import may
from lab.record_panels import history_panel
from orders.models import Order
from workflow.pages.drawing_up_for import new_order_for_patient
from workflow.pages.merging.taking_back import away_context, merged_panel, standing_merges
from workflow.pages.newest_orders import newest_orders_panel

NEWEST_FILES = 50


@allow("see_patients")
@require_safe
def patient_page(request, pk: int):
    """The card of one registered patient."""
    patient = get_object_or_404(Patient.objects.select_related("owner", "merged_into"), pk=pk)
    merges = standing_merges(patient, Merge.Kind.PATIENT)
    orders, today = Order.objects.filter(patient=patient), timezone.localdate()
    side = [
        patient_panel(patient, request.user, today),
        patient_notes_panel(patient, request.user),
        merged_panel(patient, merges, Merge.Kind.PATIENT, request.user),
    ]
    history = history_panel(patient, with_money=may(request.user, "see_prices"))
    context = {
        "patient": patient,
        **away_context(patient, merges, request.user),
        "new_order_url": new_order_for_patient(patient, request.user),
        "main_panels": [
            newest_orders_panel(
                orders, request.user, today, all_url=_search_for(patient), with_customer=True
            ),
            _files_panel(orders, request.user),
            *([history] if history else []),
        ],
        "side_panels": [panel for panel in side if panel is not None],
    }
    return render(request, "workflow/patient_page.html", context)


def _search_for(patient: Patient) -> str:
    return f"{reverse('workflow:order_list')}?{urlencode({'q': patient.name})}"


def _files_panel(orders, viewer) -> Panel:
    """Files of the patient's orders, newest first, each with its order's number."""
    files = Attachment.objects.current().filter(order__in=orders.visible_to(viewer).values("pk"))
    newest = list(files.listed().select_related("order").order_by("-pk")[:NEWEST_FILES])
    return Panel(
        "files", _("Files"), "workflow/panels/files_of_orders.html", {"files": newest}, count=files.count()
    )
