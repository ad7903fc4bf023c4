"""Labels of an order, its boxes and its specimens: what each says. There are no prices on them."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import ServiceField
from orders.bench_codes import Kind, written
from orders.models import Order

MOST = 100
"""Labels of one order that are printed at once."""

LONG = {"number": 12, "customer": 22, "patient": 22, "of": 32}
"""Letters from which these are set smaller. A name that does not fit even so, on two lines, ends with dots."""

NAMES_A_SPECIMEN = (ServiceField.Kind.SPECIMEN, ServiceField.Kind.CONTAINER)


class Sort(models.TextChoices):
    """What the labels are stuck on."""

    ORDER = "order", gettext_lazy("The order")
    BOXES = "boxes", gettext_lazy("Its boxes, numbered")
    SPECIMENS = "specimens", gettext_lazy("Its specimens, one each")


def labels_of(order: Order, sort: str = Sort.ORDER, count: int = 1) -> list[dict[str, Any]]:
    """What each label says. Of the order and its boxes there are ``count``, of specimens as many as lines name one."""
    if sort == Sort.SPECIMENS:
        return [_label(order, specimen) for specimen in specimens_of(order)]
    if sort == Sort.BOXES:
        said = _("Box %(one)s of %(all)s")
        return [_label(order, said % {"one": one, "all": count}) for one in range(1, count + 1)]
    return [_label(order)] * count


def specimens_of(order: Order) -> list[str]:
    """What was sent in, line by line: each specimen, what it is in, and the code of what is done with it."""
    found = []
    for line in order.lines.current():
        specimen, container = (line.details.get(kind, "") for kind in NAMES_A_SPECIMEN)
        for one in _one_by_one(specimen) or [""] * bool(container):
            found.append(" · ".join(filter(None, [one, container, line.code])))
    return found


def _one_by_one(specimen: str) -> list[str]:
    """“EDTA blood and serum” is two tubes. One label too many is thrown away, one too few is an unmarked specimen."""
    both = re.escape(_("and"))
    return [one for one in re.split(rf"\s+{both}\s+|\s*[+&;]\s*", specimen) if one]


def _label(order: Order, of: str = "") -> dict[str, Any]:
    kept = order.patient_species, order.patient_breed
    said = {"number": order.number, "customer": order.customer.name, "patient": order.patient_name, "of": of}
    return {
        **said,
        "long": [name for name, text in said.items() if len(text) > LONG[name]],
        "code": written(Kind.ORDER, order.pk),
        "species": ", ".join(part for part in kept if part),
        "due": order.due_on.isoformat() if order.due_on else "",
        "is_rush": order.is_rush,
    }
