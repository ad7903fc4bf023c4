"""Edits made in the admin site leave the same trace as those made on the pages: an event, with old and new."""

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, flatten_fieldsets, unquote
from django.core.exceptions import FieldDoesNotExist
from django.core.files import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import Truncator

from common.admin import FindingAdmin, Sturdy
from common.changes import Description
from common.refusals import Refused
from common.standing_choices import OffersInUse, OffersInUseForm, StandingChoiceField
from lab.cause import Cause
from lab.editing import StaleRecord, keys_of, laid_over, locked, refuse_clash, seen_by
from lab.events import record_event
from lab.in_use import AsksFirst, ask_first
from lab.records import book_deletion, book_record_event, describe, field_in_words, history_of

LONGEST = 200


class RecordedInline(Sturdy, admin.TabularInline):
    """Rows edited on the page of what they belong to."""

    extra = 0
    form = OffersInUseForm

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=StandingChoiceField, **kwargs)


class RecordedAdmin(Sturdy, FindingAdmin):
    """What an administrator may edit. One row at a time: there is no deleting by the handful.

    A page carries what it showed, as every form about a record does (``lab.editing``), and a refusal keeps the typed.
    """

    list_per_page = 50
    change_form_template = "admin/record_form.html"
    object_history_template = "admin/record_history.html"

    def get_actions(self, request):
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                self._lay_over_what_stands(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refused = refusal  # the same page once more: its form says why, and keeps what was typed
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        answer.status_code = (
            409 if isinstance(request.refused, StaleRecord | AsksFirst) else answer.status_code
        )
        return answer

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=StandingChoiceField, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change, **kwargs)

        class AskedForm(OffersInUse, form_class):
            def clean(self):
                given = super().clean()
                if refused := getattr(request, "refused", None):
                    self.add_error(None, str(refused))
                return given

            def non_field_errors(self):
                return self.error_class(_but_what_the_page_draws(request, super().non_field_errors()))

        return AskedForm

    def save_form(self, request, form, change):
        """Called once the form itself is right and before anything is saved."""
        if change and not form.errors:
            ask_first(request, form.instance, form)
        return super().save_form(request, form, change)

    def save_model(self, request, obj, form, change):
        request.described = describe(locked(obj)) if change else {}
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        refused = getattr(request, "refused", None)
        if obj is not None and request.method != "POST":
            context["seen"] = seen_by(self._build(request)(None, obj))
        elif obj is not None:
            context |= keys_of(request, refused)
            context["errors"] = [
                one
                for one in context["errors"]
                if isinstance(one, str) or _but_what_the_page_draws(request, one)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        events = history_of(record, with_money=True) if record else []
        return super().history_view(request, object_id, {"events": events, **(extra_context or {})})

    def _lay_over_what_stands(self, request, object_id) -> None:
        """Replace what was posted by what stands now with the person's changes in it; raise ``StaleRecord``."""
        record = self.get_object(request, unquote(object_id)) if object_id else None
        if record is None:
            return
        laid = laid_over(request, locked(record), self._build(request))
        request.POST = laid.parts[0].data
        refuse_clash(laid)
        if laid.said:
            self.message_user(request, laid.said)

    def _build(self, request):
        """The forms of the page, as ``lab.editing`` wants them; bound where something was sent."""

        def build(data, record):
            files = request.FILES if data is not None else None
            forms = [self.get_form(request, record, change=True)(data, files, instance=record)]
            for formset_class, inline in self.get_formsets_with_inlines(request, record):
                prefix = formset_class.get_default_prefix()
                rows = inline.get_queryset(request)
                forms.append(formset_class(data, files, instance=record, prefix=prefix, queryset=rows))
            return forms

        return build

    def save_related(self, request, form, formsets, change):
        """Django calls this once everything of the page is saved, inside the same transaction."""
        super().save_related(request, form, formsets, change)
        changes = _changes_of(form, change) + [
            one for formset in formsets for one in _changes_of_rows(formset)
        ]
        if changes or not change:
            verb = "admin_edit" if change else "admin_add"
            event = self._record(request, verb, form.instance, "; ".join(changes))
            book_record_event(form.instance, event, request.described)

    def delete_model(self, request, obj):
        stood = self._stood(request, obj)
        event = self._record(request, "admin_delete", obj, "; ".join(_told_of_deleted(type(obj), stood)))
        book_deletion(obj, event, stood)
        super().delete_model(request, obj)

    def _stood(self, request, obj) -> Description:
        """What the page shows of a row and of those beside it."""
        shown = {*flatten_fieldsets(self.get_fieldsets(request, obj)), *getattr(obj, "PARTS", ())}
        return {key: said for key, said in describe(obj).items() if key.partition("/")[0] in shown}

    def _record(self, request, verb, obj, changes):
        what = f"{self.opts.verbose_name} {obj.pk} “{obj}”"
        cause = Cause(request.user, timezone.now())
        return record_event(
            verb, cause, action="administer", reason=f"{what}: {changes}" if changes else what
        )


def _but_what_the_page_draws(request, errors) -> list[str]:
    """The errors without a refusal that has a part of the page to itself, with its own sentences and buttons."""
    refused = getattr(request, "refused", None)
    return [one for one in errors if not isinstance(refused, StaleRecord | AsksFirst) or one != str(refused)]


def _changes_of(form, change: bool) -> list[str]:
    """``field: before → after`` of each changed field; only the new ones where nothing was there before."""
    said = []
    for name in form.changed_data:
        label, after = form[name].label, _in_words(form, name, form.cleaned_data.get(name))
        before = _in_words(form, name, form.initial.get(name))
        said.append(f"{label}: {before} → {after}" if change else f"{label}: {after}")
    return said


def _told_of_deleted(model, stood: Description) -> list[str]:
    words = ((field_in_words(model, key), Truncator(said[0]).chars(LONGEST)) for key, said in stood.items())
    return [f"{name}: {text}" for name, text in words if text]


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
