"""What changed on an order, in words: two descriptions and their difference, for the timeline.

A change that tells an amount is marked ``"money": true``, so that it can be kept from those who see no prices.
"""

from decimal import Decimal

from orders.models import Order, OrderLine

Description = dict[str, tuple]
"""Label -> (text, whether it tells an amount, and whatever else tells things of one name apart)."""


def describe_order(order: Order) -> Description:
    """The order's own fields."""
    patient = [
        order.patient_name,
        order.patient_species,
        order.patient_breed,
        order.patient_sex,
        order.patient_age,
    ]
    return {
        "customer": (order.customer.name, False, order.customer_id),
        "ordered by": (order.contact.name if order.contact else "", False, order.contact_id),
        "patient": (
            ", ".join(part for part in [*patient, order.patient_owner] if part),
            False,
            order.patient_id,
            order.patient_kind,
        ),
        "due": (order.due_on.isoformat() if order.due_on else "", False),
        "instructions": (order.instructions, False),
    }


def describe_lines(lines: list[OrderLine]) -> Description:
    """Each line by its place: what it is, and (as money) what it costs."""
    described: Description = {}
    for line in lines:
        details = ", ".join(str(text) for text in line.details.values() if text)
        what = f"{_plain(line.quantity)} × {line.code} {line.name}" + (f" ({details})" if details else "")
        discount = f" − {_plain(line.discount_percent)} %" if line.discount_percent else ""
        described[f"line {line.pk}"] = (what, False)
        described[f"line {line.pk} price"] = (f"{line.unit_price}{discount} = {line.amount}", True)
    return described


def difference(before: Description, after: Description) -> list[dict]:
    """What stands in one and not, or otherwise, in the other."""
    nothing = ("", False)
    return [
        {"field": key, "before": before.get(key, nothing)[0], "after": after.get(key, nothing)[0]}
        | ({"money": True} if (before.get(key, nothing)[1] or after.get(key, nothing)[1]) else {})
        for key in [*before, *(key for key in after if key not in before)]
        if before.get(key) != after.get(key)
    ]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
