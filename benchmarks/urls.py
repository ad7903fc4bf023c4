"""The laboratory's addresses and those of the bare views."""

from django.urls import path

from benchmarks import floor, same_bytes
from labsite.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [
    *urlpatterns,
    path(floor.ADDRESS.lstrip("/"), floor.bare_view),
    path(same_bytes.ADDRESS.lstrip("/"), same_bytes.same_bytes),
]
