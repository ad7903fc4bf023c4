"""Document types: their list, the page of one, and the forms by which one is made, copied, changed."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.forms.document_type import DocumentTypeForm
from documents.lists import TYPES
from documents.models import DocumentType, DocumentTypeVersion
from documents.save_document_type import begin_version, save_document_type
from documents.type_masks import free_mask
from documents.views.type_panels import facts_panel, panels_of
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from lab.removing import RemoveForm

type_list = list_view(TYPES, "see_documents")


@allow("see_documents")
@require_safe
def type_page(request, pk: int):
    """One type with its versions."""
    document_type = get_object_or_404(DocumentType, pk=pk)
    versions = list(document_type.versions.order_by("-number"))
    panels = panels_of(versions)
    history = history_panel(document_type, with_money=False)
    draft = next((row for row in versions if row.published_at is None), None)
    context = {
        "document_type": document_type,
        "draft": draft,
        "main_panels": panels,
        "facts_panel": facts_panel(document_type, timezone.localdate().year),
        "side_panels": [history] if history else [],
    }
    return render(request, "documents/types/page.html", context)


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def type_new(request):
    return _form(request, DocumentType(number_mask=free_mask()))


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def type_copy(request, pk: int):
    """A new type that begins with what another one has in force: also of a locked one."""
    source = get_object_or_404(DocumentType, pk=pk)
    name = _("%(name)s (copy)") % {"name": source.name}
    copied = DocumentType(
        name=name[: DocumentType._meta.get_field("name").max_length],
        kind=source.kind,
        is_verified=source.is_verified,
        number_mask=free_mask(),
    )
    return _form(request, copied, source)


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def type_edit(request, pk: int):
    return _form(request, get_object_or_404(DocumentType, pk=pk))


@allow("edit_document_types")
@require_http_methods(["GET", "HEAD", "POST"])
def version_new(request, pk: int):
    """Asks before the draft of the next version is made, and leads to it."""
    document_type = get_object_or_404(DocumentType, pk=pk)
    form = RemoveForm(request.POST if request.method == "POST" else None)

    def use_case(cause) -> str:
        return _editor_of(begin_version(document_type.pk, cause))

    context = {
        "form": form,
        "dialog_title": _("Begin a new version of %(type)s") % {"type": document_type},
        "verb": _("Begin"),
        "consequences": [
            _("It begins as a copy of the version in force."),
            _("Until it is published, new documents go on as before."),
        ],
        "back_url": document_type.get_absolute_url(),
    }
    answer = posted(
        request, [form], use_case, said=_("The draft is made. Nobody fills it in before it is published.")
    )
    return answer or form_page(request, "documents/types/dialog.html", context)


def _form(request, document_type: DocumentType, source: DocumentType | None = None):
    is_new, former_name = not document_type.pk, document_type.name

    def save(parts, cause):
        saved = save_document_type(parts[0].instance, cause, copied_from=source)
        return _editor_of(saved.versions.get()) if is_new else saved.get_absolute_url()

    return edit_page(
        request,
        document_type,
        lambda data, standing: [DocumentTypeForm(data, instance=standing)],
        save,
        template="documents/types/form.html",
        context=lambda parts: {
            "form": parts[0],
            "document_type": document_type,
            "former_name": former_name,
            "source": source,
        },
        said=_("The document type is made. Now say what it asks for.")
        if is_new
        else _("The document type is saved."),
    )


def _editor_of(version: DocumentTypeVersion) -> str:
    return reverse("documents:type_version_edit", args=[version.pk])
