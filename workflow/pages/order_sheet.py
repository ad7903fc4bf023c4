"""The order form as a whole: head, lines and files, read from a request, checked, and made into a draft."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from billing.ledger.acts import standing_quantity_by_line
from common.asked import row_id
from customers.models import Counterparty, Patient
from documents.intake import take_uploads
from documents.models import Attachment
from lab.cause import Cause
from lab.once import token_for
from lab.permissions import may
from orders.models import Order
from orders.pricing import LinePrice, OrderPrice, price_order
from workflow.drawing_up.drafts import AS_IT_STANDS, AsItStands, OrderDraft
from workflow.forms.line import LineFormSet
from workflow.forms.order import OrderHeadForm, head_of, registered_details, rush_of
from workflow.forms.order_choices import contacts_listed, customers_listed, load_choices
from workflow.forms.row_fields import whole

KEPT_ON_REFUSAL = ("add_line", "refresh", "remove_file", "due_next")
"""Buttons that only change the form, for browsers without scripts."""

SUBMITS = "then_submit"
"""The button that submits what it has drawn up."""

SHADES = (
    *("A1", "A2", "A3", "A3.5", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "C4", "D2", "D3", "D4"),
    *("BL1", "BL2", "BL3", "BL4"),
)
"""Offered while a shade is typed; any other may be typed too."""


class OrderSheet:
    """One order form on its way: drawn for the first time (``is_fresh``: though something was posted), or as typed."""

    def __init__(self, request, order: Order | None = None, *, typed=None, is_fresh=False):
        self.request, self.order = request, order
        self.see_prices = may(request.user, "see_prices")
        self.lines_open = order is None or order.allows("lines")
        if typed is None and request.method == "POST" and not is_fresh:
            typed = request.POST
        covered = standing_quantity_by_line(order) if order else {}
        customer, today = self._customer_of(typed), timezone.localdate()
        numbers = request.POST.get("teeth_as", "")
        self.choices = load_choices(order, covered, self._currency(customer), today, customer, numbers)
        shared = {"order": order, "choices": self.choices}
        self.head = OrderHeadForm(typed, initial=self._first_head(), **shared)
        typed_lines = typed if self.lines_open else None
        # An unbound formset counts its rows by ``initial``; what stands in them comes from the lines themselves.
        rows = [{"line": pk} for pk in self.choices.lines] if typed_lines is None else None
        self.lines = LineFormSet(typed_lines, initial=rows, choices=self.choices, see_prices=self.see_prices)
        self.lines.is_submitted = order is None and SUBMITS in request.POST

    def __iter__(self):
        """The parts that are read and checked, as ``lab.editing`` wants them."""
        yield self.head
        if self.lines_open:
            yield self.lines

    @property
    def is_only_changed(self) -> bool:
        """Whether a button was pressed that adds a line or the like, and saves nothing."""
        return any(button in self.request.POST for button in KEPT_ON_REFUSAL)

    @property
    def tray(self) -> uuid.UUID:
        """Where the files of this form wait; one that was posted stays the same."""
        if not hasattr(self, "_tray"):
            self._tray = _uuid_or_none(self.request.POST.get("tray", "")) or uuid.uuid4()
        return self._tray

    def take_files(self) -> None:
        """Keep files that came with the form itself, as from a browser without scripts; raises ``Refused``."""
        uploads = self.request.FILES.getlist("file")
        take_uploads(uploads, None, self.tray, Cause(self.request.user, timezone.now()))

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), not self.lines_open or self.lines.is_valid()])

    def draft(self, due_on) -> OrderDraft:
        """What was typed, for the use case. ``due_on`` is taken where no day was typed."""
        said = self.head.cleaned_data
        return OrderDraft(
            customer_id=said["customer"].pk,
            contact_id=said["contact"] and said["contact"].pk,
            patient_id=said["patient"] and said["patient"].pk,
            patient=self.head.details(),
            due_on=said["due_on"] or due_on,
            instructions=said["instructions"].strip(),
            marker_ids=tuple(sorted(marker.pk for marker in said["markers"])),
            lines=self.lines.drafts() if self.lines_open else None,
            tray=self.tray,
            rush_percent=self.head.rush,
            missing_teeth=said.get("missing_teeth", AS_IT_STANDS),
        )

    @property
    def has_errors(self) -> bool:
        return bool(self.head.errors or (self.lines_open and not self.lines.is_valid()))

    @property
    def prices_include_tax(self) -> bool:
        return (self.order or self.choices.lab).prices_include_tax

    def price(self, lines: Sequence[LinePrice]) -> OrderPrice:
        """What the order costs with these lines, as it is typed."""
        order = self.order or Order(
            currency=self.choices.currency, prices_include_tax=self.prices_include_tax
        )
        typed = self.head.rush
        rush = order.rush_percent if isinstance(typed, AsItStands) else typed
        return price_order(lines, replace(order.price_terms, rush_percent=rush))

    @property
    def asks_teeth(self) -> bool:
        """Whether a line asks for teeth, or some are missing: then the form asks which are."""
        return bool(self.head["missing_teeth"].value()) or any(
            "teeth" in form.asked_kinds for form in self.lines.forms
        )

    @property
    def due_shown(self) -> str:
        """The day as the page writes it; what is no day stays as it was typed."""
        field = self.head["due_on"]
        return field.field.widget.format_value(field.value()) or ""

    @property
    def shades(self) -> tuple[str, ...]:
        return SHADES

    @property
    def services(self):
        """The services of the lines, as far as they are chosen."""
        if not self.lines_open:
            return [self.choices.services[line.service_id] for line in self.choices.lines.values()]
        chosen = {form.chosen("service") for form in self.lines.kept}
        return [row for row in self.choices.services.values() if row in chosen]

    def context(self) -> dict:
        """What the template needs."""
        customer = whole(self.head["customer"].value())
        return {
            "sheet": self,
            "order": self.order,
            "head": self.head,
            "lines": self.lines,
            "choices": self.choices,
            "see_prices": self.see_prices,
            "customers": customers_listed(customer),
            "contacts": contacts_listed(customer, whole(self.head["contact"].value())),
            "service_rows": self.choices.service_rows(see_prices=self.see_prices),
            "performer_rows": self.choices.performer_rows(),
            "may_edit_customers": may(self.request.user, "edit_customers"),
            "may_edit_patients": may(self.request.user, "edit_patients"),
            "patient": self._patient(),
            "may_rush": "is_rush" in self.head.fields,
            "markers": list(self.choices.markers.values()),
            "markers_on": {str(pk) for pk in self.head["markers"].value() or ()},
            "quiet": self.request.method == "GET" or self.is_only_changed,
            "form_token": token_for(self.request),
            "tray": self.tray,
            "files": list(Attachment.objects.waiting(self.tray, self.request.user).listed()),
            "upload_url": f"{reverse('documents:upload')}?tray={self.tray}",
            "max_bytes": settings.LABSITE_MAX_FILE_BYTES,
        }

    def _first_head(self) -> dict:
        """A new form may come from a customer's or a patient's page."""
        if self.order:
            return head_of(self.order, self.choices)
        asked = {name: row_id(self.request.GET, name) for name in ("customer", "patient")}
        patient = Patient.objects.select_related("owner").filter(pk=asked["patient"]).first()
        details = vars(registered_details(patient)) if patient else {}
        typed = {f"patient_{name}": said for name, said in details.items()}
        return asked | typed | rush_of(None, self.choices.lab)

    def _currency(self, customer: int | None) -> str | None:
        """That of the order; a new one's is that of the customer who is chosen now. None for the laboratory's."""
        if self.order:
            return self.order.currency
        return Counterparty.objects.filter(pk=customer).values_list("currency", flat=True).first()

    def _customer_of(self, typed) -> int | None:
        """Who orders, as the form says now: new lines take the prices of that customer."""
        if typed is not None:
            return whole(typed.get("customer"))
        return self.order.customer_id if self.order else row_id(self.request.GET, "customer")

    def _patient(self):
        pk = whole(self.head["patient"].value())
        return self.head.fields["patient"].queryset.filter(pk=pk).first() if pk else None


def _uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
