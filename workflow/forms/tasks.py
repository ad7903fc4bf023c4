"""What is typed about a task of a plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models.task_template import MOST_MINUTES
from common.formfields import PercentFormField, WholeFormField
from orders.models import LinePart, OrderLine
from workflow.forms.dialogs import OrderForm, PerformerField
from workflow.forms.people import check_people


class LineChoice(forms.ModelChoiceField):
    """A line of the order, or a part of one, as it stands on it."""

    def label_from_instance(self, line: OrderLine | LinePart) -> str:
        return f"{line.code} {line.name}"


class TaskForm(OrderForm):
    """The name, the standard minutes and the share of a task that is there."""

    edits = True

    title = forms.CharField(label=_("Task"), max_length=200)
    minutes = WholeFormField(
        label=_("Standard minutes"),
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        help_text=_("Working time that it usually takes."),
    )
    share = PercentFormField(
        label=_("Share of the line's pay, %"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Empty: the tasks of the line that say nothing share what the others leave."),
    )

    def prepare(self):
        if self.initial.get("line") is None and not isinstance(self, NewTaskForm):
            del self.fields["share"]


class NewTaskForm(TaskForm):
    """A task added by hand: also who does it, and of which service it is a part, if of any."""

    edits = False

    line = LineChoice(
        label=_("Part of"),
        queryset=OrderLine.objects.none(),
        required=False,
        empty_label=_("No service of its own"),
    )
    part = LineChoice(
        label=_("Of its part"),
        queryset=LinePart.objects.none(),
        required=False,
        empty_label=_("None of its parts"),
        help_text=_("A task of a part shares what the part is paid."),
    )
    performer = PerformerField(label=_("Performer"), required=False)
    assistant = PerformerField(label=_("Assistant"), required=False)

    field_order = ["title", "line", "part", "minutes", "share", "performer", "assistant"]

    def prepare(self):
        self.fields["line"].queryset = self.order.lines.current()
        parts = LinePart.objects.current().filter(line__in=self.order.lines.current())
        self.fields["part"].queryset = parts.order_by("line__position", "position")
        if not parts.exists():
            del self.fields["part"]
        for name in ("performer", "assistant"):
            self.fields[name].hold(None)

    def clean(self):
        told = super().clean()
        check_people(self)
        if part := told.get("part"):
            if told.get("line") not in (None, part.line):
                self.add_error("part", _("This part belongs to another service."))
            told["line"] = part.line
        if told.get("share") is not None and not told.get("line"):
            self.add_error("share", _("Only a task of a service has a share of its pay."))
        return told


class GiveForm(OrderForm):
    """To whom a task of the board goes."""

    performer = PerformerField(label=_("Performer"), required=False)

    def prepare(self):
        performer = self.fields["performer"]
        performer.hold(self.initial.get("performer"))
        performer.empty_label = _("Nobody yet")
