"""The forms of the order's dialogs, each for one order and one person. They only read; use cases decide."""

from functools import partial

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.day_bounds import FACTS
from common.dayfields import DayField, TypedDayField
from common.formfields import PercentFormField
from common.pickers import DescribedSelect
from common.standing_choices import StandingChoiceField, called, on_offer_or_held
from lab.models import Employee, LabSettings
from lab.permissions import may
from orders.models import Delivery, Marker
from orders.models.order import MOST_RUSH
from workflow.drawing_up.due_dates import due_note, working_days_on
from workflow.forms.people import check_people

DAYS_TYPED = _("Type 4.12, fri, or +3 for the third working day.")


class PerformerField(StandingChoiceField):
    """Somebody who may be put on a task, or is on it; in a long list each says which roles the person has."""

    def __init__(self, **kwargs):
        widget = DescribedSelect(detail=lambda one: ", ".join(one.role_labels))
        super().__init__(
            Employee.objects.performers().prefetch_related("role_grants"),
            widget=widget,
            empty_label=_("Nobody"),
            **kwargs,
        )

    def hold(self, held: int | None) -> None:
        """Who stands there (by id) stays on offer after leaving."""
        self.offer(Employee.objects.performers(), held)
        self.queryset = self.queryset.prefetch_related("role_grants")


class LongText(forms.Textarea):
    def __init__(self, **kwargs):
        super().__init__(attrs={"rows": 3, **kwargs.pop("attrs", {})}, **kwargs)


class OrderForm(forms.Form):
    """A form about one order. Without fields of its own it only asks for confirmation.

    One that ``edits`` shows what stands and changes it; it is laid over what stands when it comes (``lab.editing``).
    """

    edits = False

    FROM_ADDRESS: tuple[str, ...] = ()
    """Fields that a link to the dialog may fill in."""

    @classmethod
    def asked_for(cls, address) -> dict[str, str]:
        """What the address of the dialog fills in."""
        return {name: address[name] for name in cls.FROM_ADDRESS if name in address}

    def __init__(self, *args, order, actor, **kwargs):
        self.order, self.actor = order, actor
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, TypedDayField):
                field.days_on = partial(working_days_on, timezone.localdate())
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the order and the person."""

    def refuse_past(self, name: str):
        day = self.cleaned_data[name]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day


class SubmitForm(OrderForm):
    awaited = forms.CharField(
        label=_("Awaited"),
        max_length=200,
        required=False,
        help_text=_("What has to come before work can start, for example: the biomaterial. May stay empty."),
    )
    expected_on = TypedDayField(label=_("Expected on"), required=False, help_text=DAYS_TYPED)

    def clean_expected_on(self):
        return self.refuse_past("expected_on")


class HoldForm(OrderForm):
    awaited = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("What is awaited, for example: the biomaterial is not here."),
    )
    expected_on = TypedDayField(label=_("Expected on"), help_text=DAYS_TYPED)

    def clean_expected_on(self):
        return self.refuse_past("expected_on")


class ReasonForm(OrderForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LongText())


class ReturnForm(ReasonForm):
    task_ids = forms.MultipleChoiceField(
        label=_("Tasks to do again"),
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )
    new_task = forms.CharField(
        label=_("Or a new task"),
        max_length=200,
        required=False,
        help_text=_("For what no task of the plan says, for example: clean the surface again."),
    )

    def prepare(self):
        """All are finished while the order is in review; the one that was finished last is proposed."""
        tasks = list(self.order.tasks.doable())
        self.fields["task_ids"].choices = [(str(task.pk), str(task)) for task in tasks]
        done = [task for task in tasks if task.finished_at]
        last = max(done, key=lambda task: (task.finished_at, task.pk), default=None)
        if last:
            self.initial.setdefault("task_ids", [str(last.pk)])

    def clean(self):
        told = super().clean()
        if (
            not (told.get("task_ids") or (told.get("new_task") or "").strip())
            and "task_ids" not in self.errors
        ):
            self.add_error("task_ids", _("Name at least one task to do again, or a new one."))
        return told


class ProduceForm(OrderForm):
    override_shortage = forms.BooleanField(
        label=_("Write off even what is short in stock"),
        required=False,
        help_text=_("The override is recorded."),
    )

    def prepare(self):
        if not may(self.actor, "override_shortage"):
            del self.fields["override_shortage"]


class DueForm(OrderForm):
    edits = True

    due_on = TypedDayField(label=_("Due"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def prepare(self):
        self.initial.setdefault("due_on", self.order.due_on)
        self.fields["due_on"].widget.attrs["data-typed-over"] = ""
        self.fields["due_on"].help_text = f"{due_note(self.order.due_on)} {DAYS_TYPED}".strip()

    def clean_due_on(self):
        return self.refuse_past("due_on")


class RushForm(OrderForm):
    edits = True

    is_rush = forms.BooleanField(label=_("This is a rush order: it goes before others"), required=False)
    percent = PercentFormField(
        label=_("Surcharge, %"),
        min_value=0,
        max_value=MOST_RUSH,
        required=False,
        help_text=_("On the sum of the services, after their discounts."),
    )

    def prepare(self):
        stands = self.order.rush_percent
        self.initial.setdefault("is_rush", stands is not None)
        self.initial.setdefault("percent", LabSettings.load().rush_percent if stands is None else stands)


class MarkersForm(OrderForm):
    edits = True

    markers = forms.MultipleChoiceField(
        label=_("Markers"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def prepare(self):
        # By their ids as text: a number beyond every row is no choice, and never comes to the database.
        worn = self.order.markers.values_list("pk", flat=True)
        offered = on_offer_or_held(Marker.objects.in_use(), worn).order_by("position", "name_key", "pk")
        self.offered = {str(marker.pk): marker for marker in offered}
        self.fields["markers"].choices = [(pk, called(marker)) for pk, marker in self.offered.items()]
        self.initial.setdefault("markers", [str(marker.pk) for marker in self.order.markers.all()])

    def clean_markers(self):
        chosen = set(self.cleaned_data["markers"])
        return [marker for pk, marker in self.offered.items() if pk in chosen]


class CommentForm(OrderForm):
    text = forms.CharField(label=_("Comment"), max_length=5000, widget=LongText())
    is_internal = forms.BooleanField(label=_("Internal: never leaves the laboratory"), required=False)


class DeliveryForm(OrderForm):
    edits = True

    shipped_on = DayField(label=_("Shipped on"), required=False, bounds=FACTS)
    carrier = forms.CharField(label=_("Carrier"), max_length=100, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=100, required=False)
    delivered_on = DayField(label=_("Delivered on"), required=False, bounds=FACTS)
    received_by = forms.CharField(label=_("Received by"), max_length=150, required=False)

    def prepare(self):
        delivery = Delivery.objects.filter(order=self.order).first()
        for name in self.fields:
            self.initial.setdefault(name, getattr(delivery, name, None))

    def clean(self):
        told = super().clean()
        shipped, delivered = told.get("shipped_on"), told.get("delivered_on")
        if shipped and delivered and delivered < shipped:
            self.add_error("delivered_on", _("The work cannot arrive before it was shipped."))
        return told


class AssignForm(OrderForm):
    edits = True

    performer = PerformerField(label=_("Performer"), required=False)
    assistant = PerformerField(label=_("Assistant"), required=False)

    def prepare(self):
        for name in self.fields:
            self.fields[name].hold(self.initial.get(name))

    def clean(self):
        told = super().clean()
        check_people(self)
        return told
