"""How pages write what stands on a statement of account."""

from datetime import date

from django import template

from billing.ageing import Charge
from billing.models import ReceivableEntry
from billing.statement_papers import entry_in_words as in_words

register = template.Library()


@register.filter
def entry_in_words(entry: ReceivableEntry) -> str:
    """What kind of entry it is."""
    return in_words(entry)


@register.filter
def days_late(charge: Charge, on: date) -> int:
    """By how many days the charge was late on that day; 0 where it was not."""
    return max(0, (on - charge.due_on).days)


@register.filter
def at(known: dict, key):
    """The entry of a dictionary."""
    return known.get(key, "")
