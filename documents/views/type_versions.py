"""The versions of a document type: one to look at, the editor of a draft, publishing and discarding it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.forms.type_fields import RowFormSet
from documents.forms.type_version import VersionForm
from documents.models import DocumentTypeVersion
from documents.save_document_type import discard_version, publish_version, save_version
from documents.views.placeholder_list import placeholder_groups
from documents.views.type_previews import order_field, preview_saved
from lab.access import allow
from lab.editing import edit_page
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from lab.removing import RemoveForm, remove_page

PUBLISH = "publish"
DRAWN_ANEW = (
    "input from:#type-form delay:400ms, change from:#preview-order, labsite:moved from:#type-form delay:100ms"
)
"""When the preview is: while one types, once another order is chosen or a row is moved."""


@allow("see_documents")
@require_safe
def version_page(request, version_id: int):
    """A version as it is printed, with the data of an order."""
    version = _version(version_id)
    history = history_panel(version, with_money=False)
    context = {
        "version": version,
        "document_type": version.document_type,
        "preview": preview_saved(request, version),
        "order_field": order_field(request),
        "history": history,
    }
    return render(request, "documents/types/version_page.html", context)


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def version_edit(request, version_id: int):
    """The editor. A published version leads back to its page, which says why it stays."""
    version = _version(version_id)
    document_type = version.document_type
    if request.method != "POST" and version.published_at:
        return redirect("documents:type_version", version.pk)

    def build(data, standing):
        rows = RowFormSet(data, prefix="rows", version=standing)
        return [VersionForm(data, instance=standing, rows=rows), rows]

    def save(parts, cause):
        form, rows = parts
        save_version(form.instance, cause, layout=form.cleaned_data["layout"], sections=rows.drafts)
        if request.POST.get("then") == PUBLISH:
            return reverse("documents:type_version_publish", args=[version.pk])
        return reverse("documents:type_version_edit", args=[version.pk])

    def context(parts):
        form, rows = parts
        return {
            "form": form,
            "rows": rows,
            "preview_trigger": f"load, {DRAWN_ANEW}" if rows.is_bound else DRAWN_ANEW,
            "version": version,
            "document_type": document_type,
            "order_field": order_field(request),
            "placeholders": placeholder_groups(),
            "preview": None if rows.is_bound else preview_saved(request, version),
        }

    return edit_page(
        request,
        version,
        build,
        save,
        template="documents/types/editor.html",
        context=context,
        said=_("The draft is saved."),
    )


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def version_publish(request, version_id: int):
    version = _version(version_id)
    document_type = version.document_type
    form = RemoveForm(request.POST if request.method == "POST" else None)

    def use_case(cause) -> str:
        publish_version(version.pk, cause)
        return document_type.get_absolute_url()

    context = {
        "form": form,
        "dialog_title": _("Publish version %(number)s of %(type)s")
        % {"number": version.number, "type": document_type},
        "verb": _("Publish"),
        "consequences": [
            _("New documents are made by this version from now on."),
            _("Documents that exist keep the version they were made with."),
            _("A published version is changed no more: what is wrong with it is put right by the next one."),
        ],
        "back_url": document_type.get_absolute_url(),
    }
    answer = posted(request, [form], use_case, said=_("The version is published."))
    return answer or form_page(request, "documents/types/dialog.html", context)


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def version_discard(request, version_id: int):
    version = _version(version_id)
    return remove_page(
        request,
        lambda cause: discard_version(version.pk, cause),
        title=_("Discard version %(number)s of %(type)s")
        % {"number": version.number, "type": version.document_type},
        says=_("It was never published, and no document was made by it. What it said stays in the history."),
        back=version.document_type.get_absolute_url(),
        done=_("The version is discarded."),
        verb=_("Discard"),
    )


def _version(version_id: int) -> DocumentTypeVersion:
    return get_object_or_404(DocumentTypeVersion.objects.select_related("document_type"), pk=version_id)
