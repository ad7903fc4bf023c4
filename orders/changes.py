"""What an order says, in words, for the timeline: two descriptions and their difference tell what changed."""

from decimal import Decimal

from common.changes import Description
from common.currencies import written_out
from orders.models import Order, OrderLine
from orders.teeth import Work, written_plain
from orders.teeth_read import teeth_of
from orders.tooth_words import told_of_works


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
        "rush": ("" if order.rush_percent is None else f"{_plain(order.rush_percent)} %", False),
        "discount": (_discount(order), True),
    }


def _discount(order: Order) -> str:
    if order.discount_amount is not None:
        return f"{order.discount_amount} {order.currency}"
    return "" if order.discount_percent is None else f"{_plain(order.discount_percent)} %"


def describe_lines(lines: list[OrderLine]) -> Description:
    """Each line by its place: what it is, and (as money) what it costs."""
    described: Description = {}
    for line in lines:
        details = ", ".join(str(text) for text in line.details.values() if text)
        what = f"{_plain(line.quantity)} × {line.code} {line.name}" + (f" ({details})" if details else "")
        discount = f" − {_plain(line.discount_percent)} %" if line.discount_percent else ""
        described[f"line {line.pk}"] = (what, False)
        each, whole = (written_out(amount, line.order.currency) for amount in (line.unit_price, line.amount))
        described[f"line {line.pk} price"] = (f"{each}{discount} = {whole}", True)
    return described


def describe_teeth(order: Order) -> Description:
    """What is made for which tooth, where that is more than the numbers that the line says; and what is missing."""
    teeth = teeth_of(order)
    described: Description = {"missing teeth": (written_plain(teeth.missing), False)}
    for line, works in teeth.by_line.items():
        if any(work != Work(work.tooth) for work in works):
            described[f"line {line} teeth"] = ("; ".join(told_of_works(works)), False)
    return described


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
