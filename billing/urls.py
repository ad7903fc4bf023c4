"""The addresses of billing."""

from django.urls import path

from billing.views import acts, exchange_rates, ledger, papers, payments, statements

app_name = "billing"

urlpatterns = [
    path("acts/", acts.act_list, name="act_list"),
    path("acts/<str:number>/pdf/", papers.act_pdf, name="act_pdf"),
    path("billing/", ledger.balance_list, name="balance_list"),
    path("billing/customers/<int:pk>/", ledger.customer_ledger, name="customer_ledger"),
    path("billing/statements/", statements.statement_list, name="statement_list"),
    path("billing/statements/ages.csv", statements.ages_csv, name="ages_csv"),
    path("billing/statements/all/", statements.statements_all, name="statements_all"),
    path("billing/statements/<int:pk>/", statements.statement, name="statement"),
    path("billing/statements/<int:pk>/pdf/", statements.statement_pdf, name="statement_pdf"),
    path("billing/statements/<int:pk>/csv/", statements.statement_csv, name="statement_csv"),
    path("billing/documents/", papers.document_list, name="document_list"),
    path("billing/documents/<str:number>/pdf/", papers.document_pdf, name="document_pdf"),
    path("billing/payments/", payments.payment_list, name="payment_list"),
    path("billing/payments/<str:number>/", payments.payment_page, name="payment_page"),
    path("billing/refunds/", payments.refund_list, name="refund_list"),
    path("billing/refunds/<str:number>/", payments.refund_page, name="refund_page"),
    path("billing/rates/", exchange_rates.exchange_rate_list, name="exchange_rate_list"),
    path("billing/rates/new/", exchange_rates.exchange_rate_new, name="exchange_rate_new"),
    path("billing/rates/import/", exchange_rates.exchange_rate_import, name="exchange_rate_import"),
]
