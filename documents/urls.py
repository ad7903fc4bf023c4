"""The addresses of files and print forms."""

from django.urls import path

from documents.views import files

app_name = "documents"

urlpatterns = [
    path("documents/upload/", files.upload, name="upload"),
    path("documents/files/<int:file_id>/", files.download, name="file"),
    path("documents/files/<int:file_id>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("documents/files/<int:file_id>/thumbnail/state/", files.thumbnail_state, name="thumbnail_state"),
    path("documents/files/<int:file_id>/remove/", files.remove, name="remove_file"),
]
