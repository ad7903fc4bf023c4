"""Bringing a table: the box for a file, the tables that can be filled in, and the imports that were made."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.csv_files import csv_response
from lab.access import allow, takes_files
from lab.lists import asked_of, list_alone, list_context, of_list
from lab.models import TableFile
from lab.permissions import may
from lab.posting import form_page, posted
from workflow.forms.imports import TableFileForm
from workflow.imports.files_of_tables import head_and_rows, xlsx_response
from workflow.imports.kinds import BY_SLUG, kind_of, kinds_for
from workflow.moving import require
from workflow.pages.imports.tables import IMPORTS


@of_list(IMPORTS)
@takes_files
@allow("import_tables")
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Only what the person may import is offered and listed."""
    kinds = kinds_for(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    first = {"kind": request.GET.get("kind", "")}
    form = TableFileForm(*sent, viewer=request.user, today=timezone.localdate(), initial=first)

    def bring(cause) -> str:
        slug = form.cleaned_data["kind"]
        require(cause, BY_SLUG[slug].action)
        file = TableFile.objects.create(
            kind=slug,
            name=form.name,
            content=form.content,
            sha256=form.sha256,
            brought_by=cause.actor,
            brought_at=cause.at,
        )
        return reverse("workflow:import_file", args=[file.pk])

    if answer := posted(request, [form], bring, said=""):
        return answer
    asked, kept = asked_of(request, IMPORTS)
    return list_alone(request, asked, kept) or form_page(
        request,
        IMPORTS.templates["page"],
        list_context(request, asked, kept) | {"form": form, "kinds": kinds},
    )


@allow("import_tables")
@require_safe
def import_kind_table(request: HttpRequest, table: str, file_type: str) -> HttpResponse:
    """The table of a kind as it stands now: imported again, it changes nothing."""
    if table not in BY_SLUG or file_type not in ("csv", "xlsx"):
        raise Http404
    if not may(request.user, BY_SLUG[table].action):
        raise PermissionDenied
    head, rows = head_and_rows(kind_of(table, timezone.localdate()))
    name = f"{table}-{timezone.localdate().isoformat()}.{file_type}"
    if file_type == "csv":
        return csv_response([head, *rows], name)
    return xlsx_response(head, rows, name, title=str(BY_SLUG[table].title))
