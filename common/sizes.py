"""How large a file is, in words: in millions of bytes everywhere, as the machines of people count them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000


def in_megabytes(count: int) -> str:
    """``25 MB``, ``0.4 MB``; what is smaller than a tenth is written as one. static/js/upload.js writes them alike."""
    tenths = max(round(count / MEGABYTE, 1), 0.1)
    places = 0 if tenths == int(tenths) else 1
    return _("%(size)s MB") % {"size": number_format(tenths, places, force_grouping=True)}
