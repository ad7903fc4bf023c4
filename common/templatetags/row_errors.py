"""What is wrong in the rows of a form, for the summary above it: each named by its row and led to by a link."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.forms import BaseFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()


@dataclass(frozen=True)
class RowError:
    """``field_id`` is "" for what is wrong with no field of its own."""

    named: str
    field_id: str
    sentence: str


@register.filter
def row_errors(rows: BaseFormSet | None) -> Iterator[RowError]:
    """In the sequence of the page; rows are counted as they stand there, so removed ones are not.

    The set of rows says what they are ``called``, or names each (``names_row(form)``).
    """
    if not rows or not rows.total_error_count():
        return
    model = getattr(rows, "model", None)
    called = capfirst(getattr(rows, "called", "") or (model._meta.verbose_name_plural if model else ""))
    for sentence in rows.non_form_errors():
        yield RowError(called, "", sentence)
    shown = [form for form in rows.forms if not (rows.can_delete and rows._should_delete_form(form))]
    for number, form in enumerate(shown, start=1):
        row = _("%(rows)s, row %(number)s") % {"rows": called, "number": number}
        if hasattr(rows, "names_row"):
            row = rows.names_row(form)
        for name, sentences in form.errors.items():
            if name in form.fields:
                field = form[name]
                where, field_id = f"{row}, {field.label}", field.id_for_label or field.auto_id
            else:
                where, field_id = row, ""
            for sentence in sentences:
                yield RowError(where, "" if field_id and field.is_hidden else field_id, sentence)
