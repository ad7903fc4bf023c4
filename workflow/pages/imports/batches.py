"""An import that was made: what it did to each row, and taking it back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from lab.access import allow
from lab.cause import Cause
from lab.events import record_event
from lab.lists import asked_of, list_alone, list_context, of_list
from lab.models import TableImport, TableImportGoing
from lab.permissions import may
from lab.posting import form_page, posted
from workflow.forms.bank import ReasonForm
from workflow.imports.import_table import AT_ONCE
from workflow.imports.kinds import BY_SLUG
from workflow.imports.take_back_table_import import take_back_table_import
from workflow.pages.imports.tables import IMPORT_ROWS
from workflow.pages.imports.working import Work, take_back_later, work_of


@of_list(IMPORT_ROWS)
@allow("import_tables")
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Its rows, what was changed in each; and why it was taken back, if it was."""
    made = _import(request, pk)
    work = _work(made)
    if work and work.is_running:
        told = {"made": made, "work": work, "kind": BY_SLUG[made.kind], "here": request.path}
        template = "workflow/imports/_waiting.html" if request.htmx else "workflow/imports/going.html"
        return render(request, template, told)
    if request.htmx and "#list" not in (
        request.htmx.target or ""
    ):  # what waited for the work is done waiting
        return HttpResponseClientRefresh()
    asked, kept = asked_of(request, IMPORT_ROWS, args=(pk,))
    if answer := list_alone(request, asked, kept):
        return answer
    is_standing = not hasattr(made, "taken_back")
    refused = work.refused if work and is_standing else ""
    told = {"made": made, "kind": BY_SLUG[made.kind], "refused": refused, "is_standing": is_standing}
    return render(request, IMPORT_ROWS.templates["page"], list_context(request, asked, kept) | told)


@allow("import_tables")
@require_http_methods(["GET", "HEAD", "POST"])
def import_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog that takes the whole import back."""
    made = _import(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    here = reverse("workflow:import_page", args=[pk])

    def take_back(cause: Cause) -> str:
        if made.new + made.changed > AT_ONCE:
            _begin(made, cause, form.cleaned_data["reason"])
        else:
            take_back_table_import(pk, cause, reason=form.cleaned_data["reason"])
        return here

    context = {
        "form": form,
        "dialog_title": _("Take back the import of %(name)s") % {"name": made.file_name},
        "verb": _("Take the import back"),
        "back_url": here,
        "danger": True,
        "consequences": list(_consequences(made)),
    }
    said = "" if made.new + made.changed > AT_ONCE else _("The import of %(name)s is taken back.")
    said = said and said % {"name": made.file_name}
    return posted(request, [form], take_back, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )


def _import(request: HttpRequest, pk: int) -> TableImport:
    made = get_object_or_404(
        TableImport.objects.select_related("event__actor", "taken_back__event__actor"), pk=pk
    )
    if not may(request.user, BY_SLUG[made.kind].action):
        raise PermissionDenied
    return made


def _work(made: TableImport) -> Work | None:
    going = made.going.first()
    return work_of(take_back_later, going.job, f"import-{made.pk}") if going else None


def _begin(made: TableImport, cause: Cause, reason: str) -> None:
    """Have a worker do it, from within the transaction of whoever asks; one that is at it goes on."""
    TableImport.objects.select_for_update().get(pk=made.pk)
    work = _work(made)
    if not (work and work.is_running):
        action = BY_SLUG[made.kind].action
        event = record_event("ask_to_take_back_table_import", cause, action=action, reason=reason)
        told = {"asked_by": cause.actor.pk, "about": made.file_name}
        TableImportGoing.objects.create(
            table_import=made, job=take_back_later.enqueue(made.pk, reason, **told).id, event=event
        )


def _consequences(made: TableImport):
    if made.new:
        said = ngettext("%(n)s new row is removed.", "%(n)s new rows are removed.", made.new)
        yield said % {"n": made.new}
    if made.changed:
        said = ngettext(
            "%(n)s changed row is as it was before.",
            "%(n)s changed rows are as they were before.",
            made.changed,
        )
        yield said % {"n": made.changed}
    yield _("Where something rests on it by now, nothing is taken back, and it is named.")
