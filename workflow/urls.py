"""Addresses of the laboratory's work."""

from django.urls import path

from workflow.pages import (
    acts,
    badges,
    bench,
    customer_list,
    customer_page,
    dental_chart,
    dialogs,
    lately,
    my_work,
    order,
    order_form,
    order_list,
    other_prices,
    paper_list,
    patient_page,
    payments,
    payroll,
    plan,
    price_list_page,
    price_rehearsal,
    print_many,
    printing,
    realize_many,
    sendings,
    service_page,
    taking_back,
    task_list,
    tasks,
    to_process,
)
from workflow.pages.bank import dialogs as bank_dialogs
from workflow.pages.bank import files as bank_files
from workflow.pages.bank import lines as bank_lines
from workflow.pages.bank import taking_back as bank_taking_back
from workflow.pages.board import views as board
from workflow.pages.dashboard import views as dashboard
from workflow.pages.documents import doing as document_doing
from workflow.pages.documents import filling as document_filling
from workflow.pages.documents import listing as document_listing
from workflow.pages.documents import revisions as document_revisions
from workflow.pages.documents import saving as document_saving
from workflow.pages.due_calendar import feeds
from workflow.pages.due_calendar import views as due_calendar
from workflow.pages.finding import views as finding
from workflow.pages.imports import batches as import_batches
from workflow.pages.imports import bringing as import_bringing
from workflow.pages.imports import looking as import_looking
from workflow.pages.merging import looking as merge_looking
from workflow.pages.merging import taking_back as merge_taking_back
from workflow.pages.today import views as today
from workflow.pages.together import asking as together_asking
from workflow.pages.together import listing as together_listing
from workflow.pages.together import results as together_results

app_name = "workflow"
urlpatterns = [
    path("", today.front, name="front"),
    path("today/", today.today, name="today"),
    path("find/", finding.find, name="find"),
    path("find/rows/", finding.find_rows, name="find_rows"),
    path("work/", my_work.my_work, name="my_work"),
    path("work/<int:pk>/move/", my_work.work_move, name="work_move"),
    path("work/<int:pk>/undo/", my_work.work_undo, name="work_undo"),
    path("work/<int:pk>/more/", my_work.work_more, name="work_more"),
    path("work/<int:pk>/comment/", my_work.work_comment, name="work_comment"),
    path("tasks/", task_list.task_list, name="task_list"),
    path("board/", board.board, name="board"),
    path("board/tasks/<int:pk>/give/", board.board_give, name="board_give"),
    path("board/orders/<str:number>/plan/", board.board_plan, name="board_plan"),
    path("badges/<int:pk>.pdf", badges.badge_pdf, name="badge_pdf"),
    path("bench/", bench.bench, name="bench"),
    path("bench/codes.pdf", bench.bench_codes_pdf, name="bench_codes_pdf"),
    path("bench/share/", bench.bench_share, name="bench_share"),
    path("bench/end/", bench.bench_end, name="bench_end"),
    path("calendar/", due_calendar.due_calendar, name="due_calendar"),
    path("calendar/feeds/", feeds.feeds, name="feeds"),
    path("calendar/feeds/<slug:kind>/make/", feeds.feed_make, name="feed_make"),
    path("calendar/feeds/<int:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("calendar/<slug:secret>.ics", feeds.feed_ics, name="feed_ics"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("orders/", order_list.order_list, name="order_list"),
    path("orders/new/", order_form.order_new, name="order_new"),
    path("orders/teeth/", dental_chart.dental_chart, name="dental_chart"),
    path("orders/prices/", order_form.order_prices, name="order_prices"),
    path("orders/print/", print_many.print_many, name="print_many"),
    path("orders/together/", together_asking.together, name="together"),
    path("orders/together/do/<slug:verb>/", together_asking.together_do, name="together_do"),
    path("orders/together/done/", together_listing.together_list, name="together_list"),
    path("orders/together/<int:pk>/", together_results.together_page, name="together_page"),
    path("orders/together/<int:pk>/progress/", together_results.together_progress, name="together_progress"),
    path("orders/together/<int:pk>/stop/", together_results.together_stop, name="together_stop"),
    path("orders/together/<int:pk>/go-on/", together_results.together_go_on, name="together_go_on"),
    path("orders/lately/customers/", lately.lately_customers, name="lately_customers"),
    path("orders/lately/patients/", lately.lately_patients, name="lately_patients"),
    path("orders/lately/services/", lately.lately_services, name="lately_services"),
    path("orders/<str:number>/", order.order_page, name="order_page"),
    path("orders/<str:number>/edit/", order_form.order_edit, name="order_edit"),
    path("orders/<str:number>/do/payroll/", payroll.order_payroll, name="order_payroll"),
    path("orders/<str:number>/do/label/", printing.order_label, name="order_label"),
    path("orders/<str:number>/labels.pdf", printing.order_labels_pdf, name="order_labels_pdf"),
    path("orders/<str:number>/take-back/", taking_back.order_take_back, name="order_take_back"),
    path("orders/<str:number>/payroll/add/", payroll.pay_add, name="pay_add"),
    path("orders/<str:number>/payroll/finalize/", payroll.pay_finalize, name="pay_finalize"),
    path("orders/<str:number>/payroll/open-again/", payroll.pay_reopen, name="pay_reopen"),
    path("orders/<str:number>/payroll/tasks/<int:pk>/<slug:role>/", payroll.pay_set, name="pay_set"),
    path("orders/<str:number>/payroll/sums/<int:pk>/take-back/", payroll.pay_unset, name="pay_unset"),
    path("orders/<str:number>/other-prices/", other_prices.order_other_prices, name="order_other_prices"),
    path("orders/<str:number>/do/<slug:verb>/", dialogs.order_do, name="order_do"),
    path(
        "orders/<str:number>/payment-instructions/", order.payment_instructions, name="payment_instructions"
    ),
    path("orders/<str:number>/print/", printing.order_print, name="order_print"),
    path("orders/<str:number>/order-form.pdf", printing.order_form_pdf, name="order_form_pdf"),
    path("orders/<str:number>/tasks/new/", plan.task_new, name="task_new"),
    path("orders/<str:number>/tasks/<int:pk>/edit/", plan.task_edit, name="task_edit"),
    path("orders/<str:number>/tasks/<int:pk>/do/<slug:verb>/", plan.task_move, name="task_move"),
    path("orders/<str:number>/tasks/<int:pk>/assign/", tasks.task_assign, name="task_assign"),
    path("orders/<str:number>/tasks/<int:pk>/work/", tasks.task_work, name="task_work"),
    path("orders/<str:number>/acts/new/", acts.act_new, name="act_new"),
    path("orders/<str:number>/acts/automatic/", acts.acts_automatic, name="acts_automatic"),
    path("orders/<str:number>/acts/<int:pk>/edit/", acts.act_edit, name="act_edit"),
    path("orders/<str:number>/acts/<int:pk>/<slug:verb>/", acts.act_do, name="act_do"),
    path("billing/to-process/", to_process.to_process, name="to_process"),
    path("billing/documents/sent/", sendings.sending_new, name="sending_new"),
    path("billing/documents/<str:number>/not-sent/", sendings.sending_take_back, name="sending_take_back"),
    path("billing/realize/", realize_many.realize_together, name="realize_together"),
    path("billing/realized/<int:pk>/", realize_many.realized_together, name="realized_together"),
    path("billing/bank/", bank_files.bank_list, name="bank_list"),
    path("billing/bank/<int:pk>/", bank_lines.bank_import, name="bank_import"),
    path("billing/bank/<int:pk>/take-back/", bank_taking_back.bank_take_back, name="bank_take_back"),
    path("billing/bank/<int:pk>/take/", bank_lines.bank_take_sure, name="bank_take_sure"),
    path("billing/bank/columns/<int:pk>/forget/", bank_files.bank_forget, name="bank_forget"),
    path("billing/bank/columns/<int:pk>/", bank_files.bank_columns, name="bank_columns"),
    path("billing/bank/lines/<int:pk>/take/", bank_dialogs.line_take, name="line_take"),
    path("billing/bank/lines/<int:pk>/set-aside/", bank_dialogs.line_set_aside, name="line_set_aside"),
    path("billing/bank/lines/<int:pk>/take-up/", bank_dialogs.line_take_up, name="line_take_up"),
    path("documents/", document_listing.document_list, name="document_list"),
    path("documents/<int:pk>/", document_filling.document_page, name="document_page"),
    path("documents/<int:pk>/save/", document_saving.document_save, name="document_save"),
    path("documents/<int:pk>/draft.pdf", document_revisions.draft_pdf, name="document_draft_pdf"),
    path("documents/<int:pk>/do/<slug:verb>/", document_doing.document_do, name="document_do"),
    path("documents/values/<int:pk>/call/", document_doing.value_call, name="value_call"),
    path("papers/", paper_list.paper_list, name="paper_list"),
    path("documents/revisions/<int:pk>/", document_revisions.revision_page, name="revision_page"),
    path("documents/revisions/<int:pk>/paper.pdf", document_revisions.revision_pdf, name="revision_pdf"),
    path(
        "documents/revisions/<int:pk>/hand-over/",
        document_doing.revision_hand_over,
        name="revision_hand_over",
    ),
    path("imports/", import_bringing.import_list, name="import_list"),
    path("imports/<int:pk>/", import_batches.import_page, name="import_page"),
    path("imports/<int:pk>/take-back/", import_batches.import_take_back, name="import_take_back"),
    path("imports/files/<int:pk>/", import_looking.import_file, name="import_file"),
    path(
        "imports/<slug:table>/table.<slug:file_type>",
        import_bringing.import_kind_table,
        name="import_kind_table",
    ),
    path("payments/new/", payments.payment_new, name="payment_new"),
    path("payments/<str:number>/reverse/", payments.payment_reverse, name="payment_reverse"),
    path("refunds/<str:number>/reverse/", payments.refund_reverse, name="refund_reverse"),
    path("customers/<int:pk>/payment/", payments.customer_payment, name="customer_payment"),
    path("customers/<int:pk>/advance/", payments.customer_advance, name="customer_advance"),
    path("customers/<int:pk>/refund/", payments.customer_refund, name="customer_refund"),
    path("customers/<int:pk>/all-paid/", payments.customer_all_paid, name="customer_all_paid"),
    path("catalog/price-lists/<int:pk>/", price_list_page.price_list_page, name="price_list_page"),
    path("catalog/price-lists/<int:pk>/give/", price_list_page.price_list_give, name="price_list_give"),
    path(
        "catalog/price-lists/versions/<int:version_id>/rehearsal/",
        price_rehearsal.price_rehearsal,
        name="price_rehearsal",
    ),
    path("catalog/services/<int:pk>/", service_page.service_page, name="service_page"),
    path("customers/", customer_list.customer_list, name="customer_list"),
    path("customers/duplicates/", merge_looking.customer_duplicates, name="customer_duplicates"),
    path("customers/<int:pk>/merge/", merge_looking.customer_merge, name="customer_merge"),
    path("patients/duplicates/", merge_looking.patient_duplicates, name="patient_duplicates"),
    path("patients/<int:pk>/merge/", merge_looking.patient_merge, name="patient_merge"),
    path("merges/<int:pk>/take-back/", merge_taking_back.merge_take_back, name="merge_take_back"),
    path("customers/<int:pk>/", customer_page.customer_page, name="customer_page"),
    path("patients/<int:pk>/", patient_page.patient_page, name="patient_page"),
]
