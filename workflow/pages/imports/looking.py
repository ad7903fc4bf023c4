"""A file that was brought: what importing it would do, and importing it; many rows by a worker."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from common.refusals import Refused
from common.table_files.reading import read_table
from lab.access import allow
from lab.cause import Cause
from lab.models import TableFile, TableImport
from lab.permissions import may
from lab.posting import form_page, posted
from workflow.forms.imports import ImportForm
from workflow.imports.import_table import AT_ONCE, import_table, refuse_weighed
from workflow.imports.kinds import BY_SLUG, kind_of
from workflow.imports.weighing import CHANGED, NEW, SAME, WRONG, Weighed, weigh
from workflow.pages.imports.working import Work, import_table_later, work_of

MOST_LISTED = 100
"""Rows of each state that are shown; all of them are imported."""


@allow("import_tables")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do, counted and listed; a POST does it."""
    file = _own(request, pk)
    if file.made_id and request.method != "POST":
        return _lead_on(request, file)
    work = _work(file)
    if work and work.is_running and request.method != "POST":
        return _waiting(request, file, work)
    if request.htmx and request.method != "POST":
        return HttpResponseClientRefresh()
    form = ImportForm(request.POST if request.method == "POST" else None)
    weighed, unreadable = _weighed(file)

    def take(cause: Cause) -> str:
        given = form.cleaned_data
        if weighed and len(weighed.to_write) > AT_ONCE:
            return _begin(file, weighed, cause, given)
        made = import_table(file.pk, cause, seen=given["seen"], leave_out_wrong=given["leave_out_wrong"])
        return reverse("workflow:import_page", args=[made.pk])

    if answer := posted(request, [form], take, said=lambda: _said(file)):
        return answer
    refused = unreadable or (work.refused if work else "")
    context = {"file": file, "form": form, "kind": BY_SLUG[file.kind], "refused": refused}
    return form_page(request, "workflow/imports/file.html", context | (_shown(weighed) if weighed else {}))


def _own(request: HttpRequest, pk: int) -> TableFile:
    """A file is looked at by whoever brought it, as long as the person may import its kind."""
    file = get_object_or_404(TableFile.objects.select_related("made"), pk=pk, brought_by=request.user)
    if not may(request.user, BY_SLUG[file.kind].action):
        raise PermissionDenied
    return file


def _lead_on(request: HttpRequest, file: TableFile) -> HttpResponse:
    address = reverse("workflow:import_page", args=[file.made_id])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _waiting(request: HttpRequest, file: TableFile, work: Work) -> HttpResponse:
    told = {"file": file, "work": work, "kind": BY_SLUG[file.kind]}
    told["here"] = request.path
    template = "workflow/imports/_waiting.html" if request.htmx else "workflow/imports/waiting.html"
    return render(request, template, told)


def _work(file: TableFile) -> Work | None:
    return work_of(import_table_later, file.job, f"table-{file.pk}")


def _weighed(file: TableFile) -> tuple[Weighed | None, str]:
    try:
        return weigh(kind_of(file.kind, timezone.localdate()), read_table(bytes(file.content))), ""
    except Refused as refusal:
        return None, str(refusal)


def _begin(file: TableFile, weighed: Weighed, cause: Cause, given: dict) -> str:
    """Under the lock of the file, so that two presses are one piece of work."""
    refuse_weighed(weighed, given["seen"], given["leave_out_wrong"])
    held = TableFile.objects.select_for_update().get(pk=file.pk)
    work = _work(held)
    if not held.made_id and not (work and work.is_running):
        told = {"asked_by": cause.actor.pk, "about": file.name}
        held.job = import_table_later.enqueue(file.pk, given["seen"], given["leave_out_wrong"], **told).id
        held.save(update_fields=["job"])
    return reverse("workflow:import_file", args=[file.pk])


def _shown(weighed: Weighed) -> dict:
    counted = weighed.counted
    wrong = [cell for row in weighed.of(WRONG) for cell in row.wrong]
    return {
        "weighed": weighed,
        "counted": {state: counted[state] for state in (NEW, CHANGED, SAME, WRONG)},
        "to_write": counted[NEW] + counted[CHANGED],
        "new": weighed.of(NEW)[:MOST_LISTED],
        "changed": weighed.of(CHANGED)[:MOST_LISTED],
        "wrong": [(row, row.wrong) for row in weighed.of(WRONG)[:MOST_LISTED]],
        "wrong_cells": len(wrong),
        "unlisted": {state: max(0, counted[state] - MOST_LISTED) for state in (NEW, CHANGED, WRONG)},
        "has_sheets": len({row.sheet for row in weighed.rows}) > 1,
    }


def _said(file: TableFile) -> str:
    made = TableFile.objects.select_related("made").get(pk=file.pk).made
    return in_words(made) if made else ""


def in_words(made: TableImport) -> str:
    """What an import has done."""
    count = made.new + made.changed
    sentence = ngettext("%(n)s row is imported.", "%(n)s rows are imported.", count) % {"n": count}
    if made.left_out:
        left = ngettext("%(n)s wrong row was left out.", "%(n)s wrong rows were left out.", made.left_out)
        sentence = f"{sentence} {left % {'n': made.left_out}}"
    return sentence
