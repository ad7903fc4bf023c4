"""The addresses of files and print forms."""

from django.urls import path

from documents.views import (
    analytes,
    files,
    ranges,
    service_documents,
    type_previews,
    type_versions,
    types,
)

app_name = "documents"

urlpatterns = [
    path("documents/upload/", files.upload, name="upload"),
    path("documents/files/<int:file_id>/", files.download, name="file"),
    path("documents/files/<int:file_id>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("documents/files/<int:file_id>/thumbnail/state/", files.thumbnail_state, name="thumbnail_state"),
    path("documents/files/<int:file_id>/remove/", files.remove, name="remove_file"),
    path(
        "catalog/services/<int:pk>/documents/", service_documents.service_documents, name="service_documents"
    ),
    path("documents/types/", types.type_list, name="type_list"),
    path("documents/types/new/", types.type_new, name="type_new"),
    path("documents/types/orders/", type_previews.type_orders, name="type_orders"),
    path("documents/types/<int:pk>/", types.type_page, name="type_page"),
    path("documents/types/<int:pk>/edit/", types.type_edit, name="type_edit"),
    path("documents/types/<int:pk>/copy/", types.type_copy, name="type_copy"),
    path("documents/types/<int:pk>/versions/new/", types.version_new, name="type_version_new"),
    path("documents/types/versions/<int:version_id>/", type_versions.version_page, name="type_version"),
    path(
        "documents/types/versions/<int:version_id>/edit/",
        type_versions.version_edit,
        name="type_version_edit",
    ),
    path(
        "documents/types/versions/<int:version_id>/publish/",
        type_versions.version_publish,
        name="type_version_publish",
    ),
    path(
        "documents/types/versions/<int:version_id>/discard/",
        type_versions.version_discard,
        name="type_version_discard",
    ),
    path(
        "documents/types/versions/<int:version_id>/pdf/", type_previews.version_pdf, name="type_version_pdf"
    ),
    path(
        "documents/types/versions/<int:version_id>/preview/", type_previews.type_preview, name="type_preview"
    ),
    path(
        "documents/types/versions/<int:version_id>/preview/pdf/",
        type_previews.type_preview_pdf,
        name="type_preview_pdf",
    ),
    path("documents/analytes/", analytes.analyte_list, name="analyte_list"),
    path("documents/analytes/new/", analytes.analyte_new, name="analyte_new"),
    path("documents/analytes/try/", analytes.range_try, name="range_try"),
    path("documents/analytes/<int:pk>/", analytes.analyte_page, name="analyte_page"),
    path("documents/analytes/<int:pk>/edit/", analytes.analyte_edit, name="analyte_edit"),
    path("documents/analytes/<int:pk>/ranges/new/", ranges.range_new, name="range_new"),
    path("documents/analytes/ranges/<int:pk>/edit/", ranges.range_edit, name="range_edit"),
    path("documents/analytes/ranges/<int:pk>/end/", ranges.range_end, name="range_end"),
]
