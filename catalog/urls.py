"""The addresses of the catalogue."""

from django.urls import path

from catalog.views import price_lists, search, services

app_name = "catalog"

urlpatterns = [
    path("catalog/", services.service_list, name="service_list"),
    path("catalog/search/", search.service_search, name="service_search"),
    path("catalog/price-lists/", price_lists.price_list_list, name="price_list_list"),
    path("catalog/price-lists/new/", price_lists.price_list_new, name="price_list_new"),
    path("catalog/price-lists/targets/", search.price_targets, name="price_targets"),
    path("catalog/price-lists/<int:pk>/edit/", price_lists.price_list_edit, name="price_list_edit"),
    path("catalog/price-lists/<int:pk>/versions/new/", price_lists.version_new, name="version_new"),
    path(
        "catalog/price-lists/versions/<int:version_id>/edit/", price_lists.version_edit, name="version_edit"
    ),
    path(
        "catalog/price-lists/versions/<int:version_id>/discard/",
        price_lists.version_discard,
        name="version_discard",
    ),
    path("catalog/services/new/", services.service_new, name="service_new"),
    path("catalog/services/<int:pk>/price/", services.service_price, name="service_price"),
    path("catalog/services/<int:pk>/edit/", services.service_edit, name="service_edit"),
]
