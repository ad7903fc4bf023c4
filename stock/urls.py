"""The addresses of the stock."""

from django.urls import path

from stock import views

app_name = "stock"

urlpatterns = [
    path("stock/", views.item_list, name="item_list"),
    path("stock/<int:pk>/", views.item_page, name="item_page"),
    path("stock/receipts/", views.receipt_list, name="receipt_list"),
    path("stock/receipts/new/", views.receipt_new, name="receipt_new"),
    path("stock/receipts/<str:number>/", views.receipt_page, name="receipt_page"),
]
