"""Edits made in the admin site leave the same trace as those made on the pages: an event, with old and new."""

from django.contrib.admin.utils import display_for_field
from django.core.exceptions import FieldDoesNotExist
from django.core.files import File
from django.db import models
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import Truncator

from common.admin import FindingAdmin, Sturdy
from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event

LONGEST = 200


class RecordedAdmin(Sturdy, FindingAdmin):
    """What an administrator may edit. One row at a time: there is no deleting by the handful."""

    list_per_page = 50

    def get_actions(self, request):
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            self.message_user(request, str(refusal), "error")
            return redirect(request.get_full_path())

    def save_related(self, request, form, formsets, change):
        """Django calls this once everything of the page is saved, inside the same transaction."""
        super().save_related(request, form, formsets, change)
        changes = _changes_of(form, change) + [
            one for formset in formsets for one in _changes_of_rows(formset)
        ]
        if changes or not change:
            self._record(request, "admin_edit" if change else "admin_add", form.instance, "; ".join(changes))

    def delete_model(self, request, obj):
        self._record(request, "admin_delete", obj, "")
        super().delete_model(request, obj)

    def _record(self, request, verb, obj, changes):
        what = f"{self.opts.verbose_name} {obj.pk} “{obj}”"
        cause = Cause(request.user, timezone.now())
        record_event(verb, cause, action="administer", reason=f"{what}: {changes}" if changes else what)


def _changes_of(form, change: bool) -> list[str]:
    """``field: before → after`` of each changed field; only the new ones where nothing was there before."""
    said = []
    for name in form.changed_data:
        label, after = form[name].label, _in_words(form, name, form.cleaned_data.get(name))
        before = _in_words(form, name, form.initial.get(name))
        said.append(f"{label}: {before} → {after}" if change else f"{label}: {after}")
    return said


def _changes_of_rows(formset) -> list[str]:
    rows = [f"+ {_named(row)}" for row in formset.new_objects]
    rows += [f"{_named(row)} ({', '.join(fields)})" for row, fields in formset.changed_objects]
    return rows + [f"− {_named(row)}" for row in formset.deleted_objects]


def _named(row) -> str:
    return f"{row._meta.verbose_name} “{row}”"


def _in_words(form, name: str, content) -> str:
    """What stands in a field, as a person reads it; of a file only its name."""
    if isinstance(content, models.Model | File):
        return str(content)
    if hasattr(content, "__iter__") and not isinstance(content, str | bytes):
        return ", ".join(str(one) for one in content) or "–"
    try:
        field = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return Truncator(str(content)).chars(LONGEST) or "–"
    if field.is_relation:
        related = field.related_model._default_manager.filter(pk=content).first() if content else None
        return str(related or "–")
    return Truncator(str(display_for_field(content, field, "–"))).chars(LONGEST) or "–"
