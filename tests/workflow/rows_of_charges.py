"""The rows of open charges in the dialogs of payments, filled as a browser fills them."""

import re

from tests.workflow.test_payment_answers import typed


def seen(customer, amount, *parts, **more):
    """The form as a browser with the script sends it: the rows are filled for this amount."""
    rows = {}
    for order, part in parts:
        rows |= {f"tick_{order.pk}": "on", f"pays_{order.pk}": part}
    return typed(amount, filled_for=f"{customer.pk} EUR {amount}", **rows, **more)


def value_of(text, name) -> str:
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)[0]
    found = re.search(r'value="([^"]*)"', box)
    return found[1] if found else ""
