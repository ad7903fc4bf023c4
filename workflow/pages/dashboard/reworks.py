"""What came back: orders that a reviewer returned or reopened, by the reason that was given."""

from collections import defaultdict

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.charts import Bar, bars
from orders.models import OrderEvent
from orders.returned import RETURN, not_taken_back
from sums.moments import within
from workflow.pages.dashboard.figures import Drawing, Figures, number, words
from workflow.pages.dashboard.periods import Period

REOPEN = "reopen"
TOP_REASONS = 10
LONGEST_REASON = 120


def reworks(period: Period) -> Figures:
    """Orders that a reviewer returned or reopened, by the reason that was given."""
    first, last = min(period.first, period.before_first), max(period.last, period.before_last)
    events = not_taken_back(OrderEvent.objects.filter(verb__in=[RETURN, REOPEN], **within(first, last)))
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    named: dict[str, str] = {}
    rows = events.order_by().values_list("verb", "event__reason", TruncDate("event__at"))
    for verb, reason, day, count in rows.annotate(n=Count("pk")):
        key = " ".join(reason.split()).rstrip(".").casefold()
        named.setdefault(key, " ".join(reason.split()).rstrip(".")[:LONGEST_REASON])
        counted[key, verb][0] += count if period.holds(day) else 0
        counted[key, verb][1] += count if period.held_before(day) else 0
    found = sorted(counted.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))
    now, before = (sum(one[place] for one in counted.values()) for place in (0, 1))
    if not now and not before:
        return Figures(_("Nothing came back in this period."))
    steps = {RETURN: _("returned to production"), REOPEN: _("reopened")}
    drawn = [one for one in found if one[1][0] or one[1][1]][:TOP_REASONS]
    return Figures(
        ngettext("%(n)s came back", "%(n)s came back", now) % {"n": f"{now:,}"}
        + " "
        + _("(before: %(n)s)") % {"n": f"{before:,}"},
        [_("Reason"), _("What happened"), _("Period"), _("Before")],
        [
            (words(named[key] or _("no reason given")), words(steps[verb]), number(one), number(two))
            for (key, verb), (one, two) in found
        ],
        [
            Drawing(
                bars(
                    [
                        Bar(named[key] or _("no reason given"), one, f"{one:,}", two)
                        for (key, _verb), (one, two) in drawn
                    ]
                )
            )
        ],
    )
