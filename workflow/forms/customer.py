"""The form of the dialog “Change customer”: who it shall be, and which prices hold then."""

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.pickers import LISTED, PickerSelect
from common.standing_choices import StandingChoiceField
from customers.models import Contact, Counterparty
from workflow.drawing_up.change_customer import why_nothing_changes
from workflow.drawing_up.other_prices import OtherPrices, prices_with, why_prices_stay
from workflow.forms.dialogs import OrderForm
from workflow.forms.row_fields import whole

KEEP, TAKE = "keep", "take"


class CustomerForm(OrderForm):
    edits = True
    FROM_ADDRESS = ("customer",)

    customer = StandingChoiceField(
        label=_("Customer"),
        queryset=Counterparty.objects.none(),
        empty_label=_("Choose a customer"),
        widget=PickerSelect(
            listed=LISTED,
            url=reverse_lazy("customers:customer_search"),
            lately=reverse_lazy("workflow:lately_customers"),
            none=_("No customer called “{typed}”."),
        ),
    )
    contact = StandingChoiceField(
        label=_("Ordered by"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        widget=PickerSelect(
            url=reverse_lazy("customers:contacts_of"),
            none=_("This customer has no contact called “{typed}”."),
            **{"with": "customer", "follows": "customer"},
        ),
    )
    prices = forms.ChoiceField(
        label=_("Prices"),
        choices=[(KEEP, _("Keep the prices")), (TAKE, _("Take the new ones"))],
        required=False,
    )
    foreseen = forms.DecimalField(required=False, widget=forms.HiddenInput)
    """What the new prices come to, as the page shows it."""
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def prepare(self):
        customers = Counterparty.objects.active().order_by("name_key", "pk")
        self.fields["customer"].offer(customers, self.order.customer_id)
        self.fields["contact"].offer(Contact.objects.filter(is_active=True), self.order.contact_id)
        self.initial.setdefault("customer", self.order.customer_id)
        if str(self.initial["customer"]) == str(self.order.customer_id):
            self.initial.setdefault("contact", self.order.contact_id)

    def clean(self):
        told = super().clean()
        customer, contact = told.get("customer"), told.get("contact")
        if customer and contact and contact.counterparty_id != customer.pk:
            self.add_error(
                "contact", _("This contact belongs to another customer. Choose one of this customer's.")
            )
        decided = told.get("prices") == KEEP or (
            told.get("prices") == TAKE and told.get("foreseen") is not None
        )
        if customer and not self.errors and (same := why_nothing_changes(self.order, customer, contact)):
            self.add_error("customer", same)
        if customer and self.asks_for_prices and not decided:
            self.add_error("prices", _("Say whether the prices stay or become the new ones."))
        return told

    @property
    def asks_for_prices(self) -> bool:
        """Whether there is something to decide."""
        return self.prices_stay is None and self.other_prices is not None and self.other_prices.change

    @cached_property
    def prices_stay(self) -> str | None:
        """Why prices cannot change, where they cannot."""
        return why_prices_stay(self.order)

    @cached_property
    def other_prices(self) -> OtherPrices | None:
        """What the lines would cost the customer who stands in the form; None while that is the order's own."""
        chosen = whole(self["customer"].value())
        if chosen is None or chosen == self.order.customer_id:
            return None
        return prices_with(self.order, chosen, timezone.localdate())
