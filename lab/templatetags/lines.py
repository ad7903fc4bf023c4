"""What a quiet line offers beside its sentence, and the token of a form of one button."""

from dataclasses import dataclass

from django import template

from lab.once import new_token
from lab.posting import LINE_KINDS

register = template.Library()


@dataclass(frozen=True)
class LineAction:
    """``kind`` is one of ``lab.posting.LINE_KINDS``; ``label`` is empty where the kind says enough."""

    kind: str
    url: str
    label: str


@register.filter
def line_actions(tags: str) -> list[LineAction]:
    """The tags of a message, as ``lab.posting`` writes them."""
    found = []
    for tag in (tags or "").split(" "):
        kind, _colon, rest = tag.partition(":")
        if kind in LINE_KINDS:
            url, _bar, label = rest.partition("|")
            found.append(LineAction(kind, url, label.replace("\N{NO-BREAK SPACE}", " ")))
    return found


@register.simple_tag
def form_token() -> str:
    """A fresh token, for a form that the view did not hand one to."""
    return new_token()
