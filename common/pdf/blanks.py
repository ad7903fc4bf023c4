"""Blanks that templates leave at the ends of lines: taken out before a paper is drawn.

A text that just fits its line does not fit it together with the blank behind it; WeasyPrint then breaks the line far
too early, such as after “Complete” in “Complete blood count with differential”.
"""

import re

_INSIDE_SPANS = re.compile(r"(?<!\s)\s+((?:</span>\s*)+)")
_AT_ENDS = re.compile(r"(?<!\s)\s+(?=</(?:td|th|div|p|h[1-6]|li)>|<span class=\"sub)")


def without_blanks_at_ends(html: str) -> str:
    """The same paper without the blanks in front of the end of a block, or of a line of its own below a text."""
    return _AT_ENDS.sub("", _INSIDE_SPANS.sub(lambda found: "".join(found[1].split()) + " ", html))
