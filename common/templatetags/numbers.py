"""``unbroken``: a number such as 2026-000123 stays on one line, in whatever sentence or page it stands."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

_TAG = re.compile(r"(<[^>]*>)")
_NUMBER = re.compile(r"(?<![\w/&#-])((?=[\w/-]*\d)\w+(?:[-/]\w+)+)(?![\w/;-])")
LONGEST = 24
"""Signs up to which something is kept in one piece: what is longer may not fit on its line."""


@register.filter
def unbroken(text: str) -> str:
    """A sentence with each number in a piece; what is a part of a page already stands between the tags instead."""
    if hasattr(text, "__html__"):
        return text
    parts = _NUMBER.split(str(text))
    return format_html_join(
        "", "{}", ((_piece(one) if place % 2 else one,) for place, one in enumerate(parts))
    )


@register.tag("unbroken")
def unbroken_tag(parser, token):
    """A part of a page, up to ``{% endunbroken %}``."""
    nodes = parser.parse(("endunbroken",))
    parser.delete_first_token()
    return UnbrokenNode(nodes)


class UnbrokenNode(template.Node):
    """Numbers in the text between tags are put into a piece; tags stay as they are."""

    def __init__(self, nodes):
        self.nodelist = nodes

    def render(self, context):
        parts = _TAG.split(self.nodelist.render(context))
        parts[::2] = [_NUMBER.sub(lambda found: _piece(found[0]), text) for text in parts[::2]]
        return "".join(parts)


def _piece(number: str) -> str:
    return number if len(number) > LONGEST else format_html('<span class="unbroken">{}</span>', number)
