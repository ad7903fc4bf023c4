"""What an order page shows of its files."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.panels import Panel
from documents.models import Attachment
from lab.permissions import may
from orders.models import Order


def order_panel(order: Order, viewer) -> Panel | None:
    """The files, and the place to drop more while the state allows it."""
    files = list(Attachment.objects.current().filter(order=order).listed())
    may_change = may(viewer, "attach_files") and order.allows("files")
    shown = {
        "files": files,
        "may_change": may_change,
        "upload_url": f"{reverse('documents:upload')}?order={order.number}",
        "max_bytes": settings.LABSITE_MAX_FILE_BYTES,
    }
    return Panel("files", _("Files"), "documents/panels/files.html", shown, count=len(files), side=True)
