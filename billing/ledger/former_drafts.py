"""The draft acts of an order as they stand, and back to them: for steps that are taken back. What is posted stays."""

from collections.abc import Mapping
from typing import Any

from billing.models import Act, ActLine, ActMaterial
from common.former_rows import Rows, put_back, rows_of
from orders.models import Order

MODELS = {"act": Act, "act_line": ActLine, "act_material": ActMaterial}


def drafts_as_they_stand(order: Order) -> dict[str, Rows]:
    """By the names of ``MODELS``."""
    drafts = Act.objects.drafts().filter(order=order)
    return {
        "act": rows_of(drafts),
        "act_line": rows_of(ActLine.objects.filter(act__in=drafts)),
        "act_material": rows_of(ActMaterial.objects.filter(act__in=drafts)),
    }


def put_drafts_back(order: Order, former: Mapping[str, Mapping[str, Any]]) -> None:
    """``former`` says of each table what to put back and what is to go (``common.former_rows.differing``)."""
    Act.objects.drafts().filter(order=order, pk__in=former["act"]["gone"]).delete()
    ActLine.objects.filter(act__order=order, pk__in=former["act_line"]["gone"]).delete()
    ActMaterial.objects.filter(act__order=order, pk__in=former["act_material"]["gone"]).delete()
    for name, model in MODELS.items():
        put_back(model, former[name]["put"])
