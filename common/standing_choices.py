"""Choices that may hold something no longer on offer: it stays until it is replaced, and says that it is gone."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def no_longer(text: object) -> str:
    """The name of something that is still held and would not be given out any more."""
    return _("%(name)s (no longer active)") % {"name": text}


def called(row) -> str:
    """The name of a row as a choice: one that is switched off says so. ``is_gone`` may be set by whoever knows more."""
    is_gone = getattr(row, "is_gone", False) or getattr(row, "is_active", True) is False
    return no_longer(row) if is_gone else str(row)


def in_use(rows: QuerySet) -> QuerySet:
    """Those that are not switched off; all, where such rows never are."""
    can_be_off = any(field.name == "is_active" for field in rows.model._meta.concrete_fields)
    return rows.filter(is_active=True) if can_be_off else rows


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


class OffersInUse:
    """Of a form about a record: every choice of other records offers those in use, and what the record holds."""

    not_offered = gettext_lazy("This is not on offer, or no longer: choose another.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = on_offer_or_held(in_use(field.queryset), self._held(name))
                field.error_messages["invalid_choice"] = self.not_offered

    def _held(self, name: str) -> list:
        """The ids that stand in the column, or in the table between."""
        try:
            column = self.instance._meta.get_field(name)
        except FieldDoesNotExist:
            return []
        stands = column.value_from_object(self.instance)
        return [row.pk for row in stands] if column.many_to_many else [stands]


class OffersInUseForm(OffersInUse, forms.ModelForm):
    """The form of rows edited on the page of what they belong to."""


class RowsField(forms.ModelMultipleChoiceField):
    """Django's field, which asks the database even for numbers that it cannot hold, and does not say what is gone."""

    def label_from_instance(self, row):
        return called(row)

    def _check_values(self, value):
        for one in value or ():
            if not is_row(one):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": str(one)[:40]}
                )
        return super()._check_values(value)


def is_row(said) -> bool:
    text = str(said)
    return text.isascii() and text.isdigit() and len(text) < 19
