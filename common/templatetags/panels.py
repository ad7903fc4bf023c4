"""How panels are drawn: ``{% draw_panel %}`` in a page, ``{% panel %}`` in the template of the panel itself."""

from django import template
from django.template.base import Node, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html

from common.panels import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def draw_panel(context, panel: Panel) -> str:
    """A panel's own template with its context, within that of the page."""
    with context.push(**panel.context, panel=panel):
        return context.template.engine.get_template(panel.template).render(context)


@register.tag("panel")
def read_panel(parser: Parser, token: Token) -> "PanelNode":
    """``{% panel %}`` … ``{% endpanel %}``: a body; in it may stand actions and a foot.

    ``flush=…`` (any expression): true where the body, a table, fills the panel up to its border.
    """
    flush = token_kwargs(token.split_contents()[1:], parser).get("flush")
    body, parts = NodeList(), {"panel_actions": NodeList(), "panel_foot": NodeList()}
    while True:
        body.extend(parser.parse((*parts, "endpanel")))
        opened = parser.next_token().contents
        if opened == "endpanel":
            return PanelNode(flush, body, parts["panel_actions"], parts["panel_foot"])
        parts[opened] = parser.parse((f"end{opened}",))
        parser.delete_first_token()


class PanelNode(Node):
    """One titled block; which one it is, the variable ``panel`` of the context says."""

    child_nodelists = ("actions", "body", "foot")

    def __init__(self, flush, body: NodeList, actions: NodeList, foot: NodeList):
        self.flush, self.body, self.actions, self.foot = flush, body, actions, foot

    def render(self, context) -> str:
        panel: Panel = context["panel"]
        count = "" if panel.count is None else format_html('<span class="count">{}</span>', panel.count)
        actions = self.actions.render(context)
        return format_html(
            '<section class="panel" id="panel-{key}" aria-labelledby="panel-{key}-title">'
            '<header class="panel-head"><h2 id="panel-{key}-title">{title}{count}</h2>{actions}</header>'
            '<div class="panel-body{flush}">{body}</div>{foot}</section>',
            key=panel.key,
            title=panel.title,
            count=count,
            actions=format_html('<div class="panel-actions">{}</div>', actions) if actions.strip() else "",
            flush=" flush" if self.flush and self.flush.resolve(context) else "",
            body=self.body.render(context),
            foot=self.foot.render(context),
        )
