"""The addresses of the catalogue."""

from django.urls import path

from catalog.views import search

app_name = "catalog"

urlpatterns = [
    path("catalog/search/", search.service_search, name="service_search"),
]
