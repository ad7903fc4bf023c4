"""``{% squeeze %}``: long repetitions are sent without the line ends and indents that make their template readable."""

import re

from django import template

register = template.Library()

_LINE_END = re.compile(r"[ \t]*\n\s*")
_BETWEEN_TAGS = re.compile(r">\n<")
_BEFORE_END = re.compile(r"\n(?=>)")


@register.tag
def squeeze(parser, token):
    """What stands between it and ``{% endsqueeze %}``: not for what keeps its line ends, as text areas do."""
    nodes = parser.parse(("endsqueeze",))
    parser.delete_first_token()
    return SqueezeNode(nodes)


class SqueezeNode(template.Node):
    """Line ends go between tags and at their ends; elsewhere one of them stays for all that stood there."""

    def __init__(self, nodes):
        self.nodelist = nodes

    def render(self, context):
        text = _LINE_END.sub("\n", self.nodelist.render(context).strip())
        return _BEFORE_END.sub("", _BETWEEN_TAGS.sub("><", text))
