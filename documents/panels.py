"""What an order page shows of its files, and the page of a service of the documents that it asks for."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.kept_statements import kept
from common.panels import Panel
from documents.models import Attachment, ServiceDocument
from lab.permissions import may
from orders.models import Order

_FILES = kept(lambda order: Attachment.objects.current().filter(order=order).listed())


def order_panel(order: Order, viewer) -> Panel | None:
    """The files, and the place to drop more while the state allows it."""
    files = _FILES(order)
    may_change = may(viewer, "attach_files") and order.allows("files")
    shown = {
        "files": files,
        "may_change": may_change,
        "upload_url": f"{reverse('documents:upload')}?order={order.number}",
        "max_bytes": settings.LABSITE_MAX_FILE_BYTES,
    }
    is_empty = not files and not may_change
    return Panel("files", _("Files"), "documents/panels/files.html", shown, len(files), True, is_empty)


def service_panel(service: Service) -> Panel:
    """The documents that each order with the service gets."""
    rows = ServiceDocument.objects.filter(service=service).select_related("document_type")
    shown = {"rows": list(rows.order_by("document_type__name_key", "pk")), "service": service}
    return Panel(
        "documents", _("Documents"), "documents/panels/service.html", shown, count=len(shown["rows"])
    )
