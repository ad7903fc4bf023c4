"""The addresses of pay."""

from django.urls import path

from payroll.views import accruals, earnings, payouts, questions, rates, sheets

app_name = "payroll"

urlpatterns = [
    path("payroll/", accruals.entry_list, name="entry_list"),
    path("payroll/entries/", accruals.month_entries, name="month_entries"),
    path("payroll/employees/<int:employee_id>/", accruals.employee_entries, name="employee_entries"),
    path("payroll/payouts/", payouts.payout_list, name="payout_list"),
    path("payroll/payouts/<int:employee_id>/", payouts.payout_new, name="payout_new"),
    path("payroll/months/close/", payouts.month_close, name="month_close"),
    path("payroll/sheets/", sheets.sheet_list, name="sheet_list"),
    path("payroll/sheets/<int:sheet_id>/", sheets.sheet_page, name="sheet_page"),
    path("payroll/sheets/<int:sheet_id>/finish/", sheets.sheet_finish, name="sheet_finish"),
    path("payroll/sheets/<int:sheet_id>/discard/", sheets.sheet_discard, name="sheet_discard"),
    path("payroll/sheets/<int:sheet_id>/pdf/", sheets.sheet_pdf, name="sheet_pdf"),
    path("payroll/questions/", questions.question_list, name="question_list"),
    path("payroll/questions/<int:question_id>/answer/", questions.question_answer, name="question_answer"),
    path("payroll/mine/", earnings.mine, name="mine"),
    path("me/earnings/", earnings.own_earnings, name="own_earnings"),
    path("me/earnings/<int:entry_id>/question/", earnings.question_new, name="question_new"),
    path("me/earnings/sheets/<str:number>/pdf/", earnings.own_sheet_pdf, name="own_sheet_pdf"),
    path("payroll/rates/", rates.rate_list, name="rate_list"),
    path("payroll/rates/ask/", rates.rate_ask, name="rate_ask"),
    path("payroll/rates/new/", rates.rate_new, name="rate_new"),
    path("payroll/rates/<int:pk>/retire/", rates.rate_retire, name="rate_retire"),
]
