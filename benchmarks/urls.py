"""The laboratory's addresses and that of the bare view."""

from django.urls import path

from benchmarks import floor
from labsite.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path(floor.ADDRESS.lstrip("/"), floor.bare_view)]
