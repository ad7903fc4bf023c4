"""The kinds of papers that the laboratory issues: one literal table.

What a kind is called here is read by strangers, on the page where a paper is checked.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """``template`` draws it. ``snapshot_of`` names the model that keeps what the paper says, by its number; without one
    the paper itself keeps it."""

    label: str | Promise
    template: str
    snapshot_of: str = ""


KINDS = {
    "act": Kind(_("Act of completed work"), "print/act.html", "billing.Act"),
    "counter_act": Kind(_("Counter-act"), "print/act.html", "billing.Act"),
    "closing": Kind(_("Invoice and act register"), "print/closing.html", "billing.ClosingDocument"),
    "correction": Kind(_("Correction document"), "print/closing.html", "billing.ClosingDocument"),
    "protocol": Kind(_("Laboratory protocol"), "print/document.html"),
    "conclusion": Kind(_("Conclusion"), "print/document.html"),
    "prescription": Kind(_("Prescription"), "print/document.html"),
    "delivery_note": Kind(_("Delivery note"), "print/document.html"),
    "consent": Kind(_("Consent"), "print/document.html"),
    "document": Kind(_("Laboratory document"), "print/document.html"),
    "pay_sheet": Kind(_("Pay sheet"), "print/pay_sheet.html"),
}
