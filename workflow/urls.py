"""Addresses of the laboratory's work."""

from django.urls import path

from workflow.pages import (
    acts,
    customer_page,
    dialogs,
    lately,
    my_work,
    order,
    order_form,
    order_list,
    patient_page,
    payments,
    payroll,
    plan,
    printing,
    service_page,
    tasks,
)
from workflow.pages.board import views as board

app_name = "workflow"
urlpatterns = [
    path("", order_list.front, name="front"),
    path("work/", my_work.my_work, name="my_work"),
    path("work/<int:pk>/move/", my_work.work_move, name="work_move"),
    path("work/<int:pk>/undo/", my_work.work_undo, name="work_undo"),
    path("work/<int:pk>/more/", my_work.work_more, name="work_more"),
    path("work/<int:pk>/comment/", my_work.work_comment, name="work_comment"),
    path("board/", board.board, name="board"),
    path("board/tasks/<int:pk>/give/", board.board_give, name="board_give"),
    path("board/orders/<str:number>/plan/", board.board_plan, name="board_plan"),
    path("orders/", order_list.order_list, name="order_list"),
    path("orders/new/", order_form.order_new, name="order_new"),
    path("orders/prices/", order_form.order_prices, name="order_prices"),
    path("orders/lately/customers/", lately.lately_customers, name="lately_customers"),
    path("orders/lately/patients/", lately.lately_patients, name="lately_patients"),
    path("orders/lately/services/", lately.lately_services, name="lately_services"),
    path("orders/<str:number>/", order.order_page, name="order_page"),
    path("orders/<str:number>/edit/", order_form.order_edit, name="order_edit"),
    path("orders/<str:number>/do/payroll/", payroll.order_payroll, name="order_payroll"),
    path("orders/<str:number>/payroll/add/", payroll.pay_add, name="pay_add"),
    path("orders/<str:number>/payroll/finalize/", payroll.pay_finalize, name="pay_finalize"),
    path("orders/<str:number>/payroll/open-again/", payroll.pay_reopen, name="pay_reopen"),
    path("orders/<str:number>/payroll/tasks/<int:pk>/<slug:role>/", payroll.pay_set, name="pay_set"),
    path("orders/<str:number>/payroll/sums/<int:pk>/take-back/", payroll.pay_unset, name="pay_unset"),
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
    path("payments/new/", payments.payment_new, name="payment_new"),
    path("customers/<int:pk>/payment/", payments.customer_payment, name="customer_payment"),
    path("catalog/services/<int:pk>/", service_page.service_page, name="service_page"),
    path("customers/<int:pk>/", customer_page.customer_page, name="customer_page"),
    path("patients/<int:pk>/", patient_page.patient_page, name="patient_page"),
]
