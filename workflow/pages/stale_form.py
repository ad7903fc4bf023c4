"""A form that was opened on an older version: what others changed meanwhile, and their lines beside the typed ones."""

from django.http import QueryDict

from common.typed_numbers import write_number
from orders.models import Order
from orders.words import change_told, told


def changes_since(order: Order, version: int, *, see_prices: bool) -> list[dict]:
    """Each event after that version: who, when, what it says, and each field before and after."""
    events = order.events.filter(version__gt=version).select_related("event__actor").order_by("pk")
    return [
        {
            "sentence": told(event.verb)[0],
            "actor": event.event.actor,
            "at": event.event.at,
            "changes": [
                change_told(change) for change in event.changes if see_prices or not change.get("money")
            ],
        }
        for event in events
    ]


def with_lines_of_others(posted: QueryDict, order: Order) -> QueryDict:
    """What was typed, so that saving it neither takes away a line that others added nor fails on one they removed."""
    typed = posted.copy()
    count = _count(typed)
    current = {str(line.pk): line for line in order.lines.current()}
    tasks = {task.line_id: task for task in order.tasks.current()}
    seen = {typed.get(f"lines-{row}-line", "") for row in range(count)}
    for row in range(count):
        if typed.get(f"lines-{row}-line", "") not in current:
            typed[f"lines-{row}-line"] = ""  # typed by this person, so it comes again as a new line
    added = [line for pk, line in current.items() if pk not in seen]
    for row, line in enumerate(added, start=count):
        task = tasks.get(line.pk)
        told_of = {
            "line": line.pk,
            "service": line.service_id,
            "quantity": write_number(line.quantity),
            "unit_price": write_number(line.unit_price, 2),
            "discount": write_number(line.discount_percent) if line.discount_percent else "",
            "performer": (task and task.performer_id) or "",
            "assistant": (task and task.assistant_id) or "",
            **line.details,
        }
        for name, said in told_of.items():
            typed[f"lines-{row}-{name}"] = str(said)
    typed["lines-TOTAL_FORMS"] = str(count + len(added))
    return typed


def _count(typed: QueryDict) -> int:
    text = typed.get("lines-TOTAL_FORMS", "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() and len(text) < 6 else 0
