"""What a line of the order form says of its parts: those that stand, else those that saving would freeze."""

from decimal import Decimal

from common.templatetags.labsite import quantity as in_figures
from orders.parts import counted


def refuse_unsold_parts(form) -> None:
    """A complex service that includes what is not on sale any more comes onto no order newly."""
    service, bundles = form.cleaned_data.get("service"), form.choices.bundles
    if service is None or bundles is None or _stands(form, service):
        return
    if sentence := bundles.why_not_sold(service):
        form.add_error("service", sentence)


def parts_told(form) -> str:
    """“2 × Crown, 1 × Abutment” in so many as are typed; "" for a plain service."""
    service = form.chosen("service")
    if service is None:
        return ""
    quantity = _quantity(form)
    if _stands(form, service):
        rows = [(part.in_one, part.name) for part in form.choices.parts.get(form.standing.pk, ())]
    else:
        parts = form.choices.bundles.parts_of(service.pk) if form.choices.bundles else []
        rows = [(part.quantity, part.service.name) for part in parts]
    return ", ".join(f"{in_figures(counted(in_one * quantity))} × {name}" for in_one, name in rows)


def _stands(form, service) -> bool:
    return form.standing is not None and form.standing.service_id == service.pk


def _quantity(form) -> Decimal:
    """As typed, where it can be read; else of one."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data.get("quantity") or Decimal(1)
    return form.standing.quantity if form.standing else Decimal(1)
