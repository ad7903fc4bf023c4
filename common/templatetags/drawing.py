"""``{% drawn_once %}``: what every page says in the same way is rendered once for each language."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.tag
def drawn_once(parser, token):
    """What stands between it and ``{% enddrawn_once %}`` knows nothing of the page: no variable, no request."""
    nodes = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnceNode(nodes)


class DrawnOnceNode(template.Node):
    """Kept as long as the template itself, so that a changed template is rendered anew."""

    def __init__(self, nodes):
        self.nodelist = nodes
        self.drawn: dict[str | None, str] = {}

    def render(self, context):
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context.new())
        return self.drawn[language]
