"""What the order form says of the due date: the one proposed with its reason, and the one that is typed."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.days import iso, weekday, weekday_and_year
from workflow.drawing_up.due_dates import DueProposal, day_off_on, propose_due
from workflow.pages.order_sheet import OrderSheet


def proposal_of(sheet: OrderSheet) -> DueProposal | None:
    """The day that is taken where none is typed."""
    return propose_due(sheet.services, timezone.localdate(), sheet.choices.bundles)


def in_words(proposal: DueProposal | None) -> dict[str, str] | None:
    """The proposed day with its reason."""
    if proposal is None:
        return None
    days = proposal.lead.days
    said = ngettext("%(service)s takes %(n)s working day", "%(service)s takes %(n)s working days", days)
    reason = proposal.lead.with_reason(said % {"service": proposal.service, "n": days})
    return {"day": iso(proposal.day), "says": weekday_and_year(proposal.day), "reason": reason}


def typed_in_words(sheet: OrderSheet) -> dict[str, str] | None:
    """Which day is meant by what is typed. Of a day off, what is said of it, and the working day that it could be."""
    day = sheet.head.due_meant()
    if day is None:
        return None
    told = {"typed": str(sheet.due_shown), "says": weekday_and_year(day)}
    if off := day_off_on(day):
        following = weekday_and_year(off.following)
        told |= {
            "note": off.said,
            "next": following,
            "offer": _("%(day)s?") % {"day": weekday(off.following)},
        }
    return told
