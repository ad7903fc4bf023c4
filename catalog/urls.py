"""The addresses of the catalogue."""

from django.urls import path

from catalog.views import search, services

app_name = "catalog"

urlpatterns = [
    path("catalog/", services.service_list, name="service_list"),
    path("catalog/search/", search.service_search, name="service_search"),
    path("catalog/services/new/", services.service_new, name="service_new"),
    path("catalog/services/<int:pk>/edit/", services.service_edit, name="service_edit"),
]
