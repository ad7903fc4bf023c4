"""The addresses of pay."""

from django.urls import path

from payroll.views import accruals, rates

app_name = "payroll"

urlpatterns = [
    path("payroll/", accruals.entry_list, name="entry_list"),
    path("payroll/entries/", accruals.month_entries, name="month_entries"),
    path("payroll/employees/<int:employee_id>/", accruals.employee_entries, name="employee_entries"),
    path("payroll/mine/", accruals.own_earnings, name="own_earnings"),
    path("payroll/rates/", rates.rate_list, name="rate_list"),
    path("payroll/rates/ask/", rates.rate_ask, name="rate_ask"),
    path("payroll/rates/new/", rates.rate_new, name="rate_new"),
    path("payroll/rates/<int:pk>/retire/", rates.rate_retire, name="rate_retire"),
]
