"""How orders are told on pages."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import ServiceField
from orders.words import told

register = template.Library()


@register.simple_tag
def event_sentence(event) -> str:
    """What an order event says, without its reason."""
    return str(told(event.verb)[0])


@register.filter
def field_label(kind: str) -> str:
    """What a field of a service is called, by its key; another word stays as it is."""
    return dict(ServiceField.Kind.choices).get(kind, kind)


@register.filter
def due_in_words(day) -> str:
    """How far a day is: today, tomorrow, in 4 days, 2 days late."""
    if day is None:
        return ""
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
