"""To process: what the accountant has to do, by customer, with what can be done about it in place."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from billing.to_process import (
    BRIEF,
    LONG,
    OVERDUE,
    PRODUCED,
    SECTIONS,
    UNPAID,
    UNPRICED,
    UNSENT,
    sections,
)
from lab.access import allow
from lab.leading_back import back_here

TITLES = {
    OVERDUE: _("Overdue"),
    PRODUCED: _("Produced, not realized"),
    UNSENT: _("Issued, not sent"),
    UNPAID: _("Unpaid, not due yet"),
    UNPRICED: _("Without a price"),
}
NOTES = {
    OVERDUE: _("To be paid by a day that has passed."),
    PRODUCED: _("The work is done and the customer is not charged yet."),
    UNSENT: _("Nobody has marked the paper as sent."),
    UNPAID: _("Charged, with time left to pay."),
    UNPRICED: _("Open orders with a service at 0.00, or with none at all."),
}


@allow("see_billing")
@require_safe
def to_process(request):
    """All sections in brief, or one of them in full."""
    only = request.GET.get("only", "")
    only = only if only in SECTIONS else ""
    today = timezone.localdate()
    told = sections(today, [only] if only else SECTIONS, LONG if only else BRIEF)
    context = {
        "only": only,
        "sections": [(section, TITLES[section.name], NOTES[section.name]) for section in told],
        "tabs": [("", _("Everything"), not only)] + [(name, TITLES[name], name == only) for name in SECTIONS],
        "today": today,
        "here_url": reverse("workflow:to_process"),
        "back": back_here(request),
        "nothing": not any(section.count for section in told),
    }
    return render(request, "workflow/to_process/to_process.html", context)
