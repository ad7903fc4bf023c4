"""Choices that may hold something no longer on offer: it stays until it is replaced, and says that it is gone."""

from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _


def no_longer(text: object) -> str:
    """The name of something that is still held and would not be given out any more."""
    return _("%(name)s (no longer active)") % {"name": text}


def called(row) -> str:
    """The name of a row as a choice: one that is switched off says so. ``is_gone`` may be set by whoever knows more."""
    is_gone = getattr(row, "is_gone", False) or getattr(row, "is_active", True) is False
    return no_longer(row) if is_gone else str(row)


def on_offer_or_held(offered: QuerySet, held: Iterable) -> QuerySet:
    """The rows on offer, and those that are held (by id) all the same."""
    ids = [pk for pk in held if pk]
    return offered.model._base_manager.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=ids))


class StandingChoiceField(forms.ModelChoiceField):
    """One of the rows on offer, or the one that stands there already."""

    gone: frozenset = frozenset()

    def offer(self, offered: QuerySet, held: object = None) -> None:
        """Offer these rows, and the one that is ``held`` (an id) even where it is none of them."""
        rows = on_offer_or_held(offered, [held])
        self.queryset = rows.order_by(*(offered.query.order_by or offered.model._meta.ordering))
        is_gone = held and not offered.filter(pk=held).exists()
        self.gone = frozenset([held]) if is_gone else frozenset()

    def label_from_instance(self, row) -> str:
        return no_longer(row) if row.pk in self.gone else called(row)
