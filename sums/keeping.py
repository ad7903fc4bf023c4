"""The background work that keeps the sums: each hour what was touched, after an update all of it, in pieces."""

from django.utils.translation import gettext_lazy as _

from common.background import background_work
from sums.reckoning import reckon

SECONDS = 20
"""How long letters and papers wait for it at most; what is left then is the next piece."""


@background_work(_("Sums for the dashboard"), priority=-10)
def keep_sums(context, **_told) -> bool:
    """Returns whether all is reckoned. Asks for the next piece where months are left; where people booked without a
    gap, the next hour does it."""
    done = reckon(seconds=SECONDS)
    if done is False:
        keep_sums.enqueue()
    return bool(done)
