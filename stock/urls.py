"""The addresses of the stock."""

from django.urls import path

from stock.views import counts, items, lots, movements, receipts

app_name = "stock"

urlpatterns = [
    path("stock/", items.item_list, name="item_list"),
    path("stock/<int:pk>/", items.item_page, name="item_page"),
    path("stock/<int:pk>/correct/", items.item_correct, name="item_correct"),
    path("stock/<int:pk>/minimum/", items.item_minimum, name="item_minimum"),
    path("stock/lots/", lots.lot_list, name="lot_list"),
    path("stock/lots/<int:pk>/", lots.lot_page, name="lot_page"),
    path("stock/lots/<int:pk>/edit/", lots.lot_edit, name="lot_edit"),
    path("stock/movements/", movements.movement_list, name="movement_list"),
    path("stock/receipts/", receipts.receipt_list, name="receipt_list"),
    path("stock/receipts/new/", receipts.receipt_new, name="receipt_new"),
    path("stock/receipts/<str:number>/", receipts.receipt_page, name="receipt_page"),
    path("stock/receipts/<str:number>/reverse/", receipts.receipt_reverse, name="receipt_reverse"),
    path("stock/counts/", counts.count_list, name="count_list"),
    path("stock/counts/new/", counts.count_new, name="count_new"),
    path("stock/counts/<int:pk>/", counts.count_page, name="count_page"),
    path("stock/counts/<int:pk>/fill/", counts.count_fill, name="count_fill"),
    path("stock/counts/<int:pk>/add/", counts.count_add, name="count_add"),
    path("stock/counts/<int:pk>/book/", counts.count_book, name="count_book"),
    path("stock/counts/<int:pk>/discard/", counts.count_discard, name="count_discard"),
    path("stock/counts/<int:pk>/reverse/", counts.count_reverse, name="count_reverse"),
    path("stock/counts/<int:pk>/pdf/", counts.count_pdf, name="count_pdf"),
]
