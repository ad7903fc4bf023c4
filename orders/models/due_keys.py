"""What orders sort by when they sort by their due date."""

from django.db import models
from django.db.models import F, Func


def _due_or(never: str, due: str = "due_on") -> Func:
    coalesced = f"COALESCE(%(expressions)s, '{never}')"
    return Func(F(due), template=coalesced, output_field=models.DateField())


DUE_KEY = _due_or("9999-12-31")
"""The due date to sort by: an order without one comes after all others, on both databases, by an index."""
OPEN_DUE_KEY = _due_or("9999-12-30")
"""The same for open orders alone: only their own index knows it. The database would else take that of all orders, and
read through all that is closed."""
TASK_DUE_KEY = _due_or("9999-12-31", "order__due_on")
"""The first of them, asked of a task: by the index of the orders."""
