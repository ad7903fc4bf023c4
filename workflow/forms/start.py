"""Starting production: who does the tasks that nobody has, named right there by whoever may name people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lab.models import Employee
from lab.permissions import may
from orders.models import Order, Task
from workflow.forms.dialogs import OrderForm

MOST_NAMED = 20
"""Selects of one dialog; more tasks are named on the page of the order."""


def tasks_of_nobody(order: Order) -> list[Task]:
    """What is still to be done and has no performer."""
    found = order.tasks.doable().unfinished().filter(performer=None)
    return list(found.select_related("line", "part"))


class StartForm(OrderForm):
    """One select for each task of nobody; ``performers`` by the ids of the tasks is what its use case takes."""

    @staticmethod
    def is_needed(order: Order, actor) -> bool:
        """Whether the person is asked before production starts."""
        if not may(actor, "assign_task"):
            return False
        return order.tasks.doable().unfinished().filter(performer=None).exists()

    def prepare(self):
        self.nobodys = tasks_of_nobody(self.order)
        asked = self.nobodys[:MOST_NAMED] if may(self.actor, "assign_task") else []
        if not asked:
            return
        self.people = {str(person.pk): person for person in Employee.objects.performers()}
        offered = [("", _("Nobody yet")), *((pk, person.name) for pk, person in self.people.items())]
        for task in asked:
            self.fields[f"performer_{task.pk}"] = forms.ChoiceField(
                label=_called(task), choices=offered, required=False
            )

    @property
    def left_out(self) -> int:
        """Tasks of nobody for which the dialog has no room."""
        return max(0, len(self.nobodys) - MOST_NAMED)

    def clean(self):
        told = super().clean()
        named = {name: pk for name, pk in told.items() if name.startswith("performer_") and pk}
        return {
            "performers": {
                int(name.removeprefix("performer_")): self.people[pk] for name, pk in named.items()
            }
        }


def _called(task: Task) -> str:
    """The task, and of which service it is a step."""
    piece = task.piece
    return task.title if piece is None or piece.name == task.title else f"{task.title} · {piece.name}"
