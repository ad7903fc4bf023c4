"""What is asked once for many orders, where the dialog of a single order asks about that one.

``fill`` of an action (``workflow.together.offered``) makes of it what the dialog of each order is sent.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dayfields import TypedDayField
from common.form_words import ONE_OF_THESE
from orders.models import Marker
from workflow.forms.dialogs import (
    DAYS_TYPED,
    DeliveryForm,
    OrderForm,
    PerformerField,
    ReasonForm,
)

NOBODYS, ALL_OPEN = "nobodys", "all_open"


class ConfirmForm(OrderForm):
    """Asks nothing but whether."""


class ReturnManyForm(ReasonForm):
    new_task = forms.CharField(
        label=_("New task"),
        max_length=200,
        required=False,
        help_text=_("Empty: in each order the task that was finished last is done again."),
    )


class DueManyForm(OrderForm):
    due_on = TypedDayField(label=_("Due"), help_text=DAYS_TYPED)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean_due_on(self):
        return self.refuse_past("due_on")


class MarkManyForm(OrderForm):
    """Other markers that an order bears stay."""

    add = forms.MultipleChoiceField(label=_("Add"), required=False, widget=forms.CheckboxSelectMultiple())
    take_off = forms.MultipleChoiceField(
        label=_("Take off"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def prepare(self):
        # One that is no longer in use can still be taken off.
        markers = list(Marker.objects.order_by("position", "name_key", "pk"))
        in_use = [(str(marker.pk), marker.name) for marker in markers if marker.is_active]
        self.fields["add"].choices = in_use
        self.fields["take_off"].choices = [(str(marker.pk), marker.name) for marker in markers]

    def clean(self):
        told = super().clean()
        add, off = set(told.get("add") or ()), set(told.get("take_off") or ())
        if add & off:
            self.add_error("take_off", _("A marker cannot be added and taken off at once."))
        elif not (add or off or self.errors):
            self.add_error("add", _("Choose at least one marker."))
        return told


class DeliverManyForm(DeliveryForm):
    """What stays empty here stays in each order as it is."""

    edits = False

    def prepare(self):
        self.fields["received_by"].help_text = _("What stays empty here stays in each order as it is.")

    def clean(self):
        told = super().clean()
        if not any(told.values()) and not self.errors:
            self.add_error(None, _("Say when it was shipped or delivered, by whom, or to whom."))
        return told


class AssignOpenForm(OrderForm):
    performer = PerformerField(label=_("Performer"))
    which = forms.ChoiceField(
        label=_("Tasks"),
        choices=[
            (NOBODYS, _("Those that nobody has")),
            (ALL_OPEN, _("All that are still to be done")),
        ],
        initial=NOBODYS,
        widget=forms.RadioSelect(),
        error_messages=ONE_OF_THESE,
    )

    def prepare(self):
        self.fields["performer"].empty_label = _("Choose a performer")
