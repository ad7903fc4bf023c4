"""Who may open which address, decided here by hand and not read from the product: a change of either side fails.

One row for each view of the URLconf. There is no default row: a new view fails until somebody decides about it.
Roles say who gets in; what the state of the order or the kind of step then allows is decided in ``steps.py``.
"""

from dataclasses import dataclass

M, R, T, A, X = "manager", "reviewer", "technician", "accountant", "administrator"
STRANGERS = "anonymous"
EVERYBODY = frozenset({M, R, T, A, X})
ADMINISTRATORS = frozenset({X})
PUBLIC = EVERYBODY | {STRANGERS, "deactivated", "without a role"}

READING = ("GET", "HEAD")
ASKING = ("GET", "HEAD", "OPTIONS")
FORM = ("GET", "HEAD", "POST")
DIALOG = ("GET", "POST")
DOING = ("POST",)
BUTTON_CLASS = ("POST", "OPTIONS")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALL_BUT_POST = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")

READ, WRITE = "reads", "writes"


@dataclass(frozen=True)
class Row:
    """``about`` names the objects in the address (``arguments.py``); "" where there are none.

    ``rule``: ``any`` object that exists, ``own`` ones alone, or ``none`` in the address. ``absent`` is the answer
    for an object that does not exist.
    """

    roles: frozenset[str]
    methods: tuple[str, ...]
    effect: str
    about: str = ""
    rule: str = "none"
    absent: int = 404


def page(*roles, about="", rule="", methods=READING, effect=READ, absent=404) -> Row:
    return Row(frozenset(roles), methods, effect, about, rule or ("any" if about else "none"), absent)


def form(*roles, about="", rule="", methods=FORM, absent=404) -> Row:
    return page(*roles, about=about, rule=rule, methods=methods, effect=WRITE, absent=absent)


ROWS: dict[str, Row] = {
    # the door and one's own account
    "healthz": page(*PUBLIC),
    "may_send": page(*PUBLIC),
    "session": form(*PUBLIC, methods=DIALOG),
    "log_in_again": form(*PUBLIC, methods=DOING),
    "lab:login": form(*PUBLIC),
    "lab:logout": form(*PUBLIC, methods=BUTTON_CLASS),
    "lab:set_password": form(*PUBLIC, about="password link", rule="own", absent=410),
    "lab:me": form(M, R, T, A, X, rule="own"),
    "lab:password_change": form(M, R, T, A, X, rule="own"),
    "lab:theme": form(M, R, T, A, X, rule="own", methods=DOING),
    # the team
    "lab:team": page(X),
    "lab:invite": form(X),
    "lab:person": page(X, about="employee"),
    "lab:edit_person": form(X, about="employee"),
    "lab:person_roles": form(X, about="employee"),
    "lab:deactivate": form(X, about="employee"),
    "lab:reactivate": form(X, about="employee"),
    "lab:password_link": form(X, about="employee"),
    "lab:issue_badge": form(X, about="employee"),
    "lab:revoke_badge": form(X, about="employee"),
    "workflow:badge_pdf": page(X, about="badge"),
    # the calendar
    "lab:calendar": page(M, R, T, A, X),
    "lab:hours": form(M, X),
    "lab:exception_new": form(M, X),
    "lab:exception_edit": form(M, X, about="exception"),
    "lab:exception_remove": form(M, X, about="exception"),
    "lab:absence_new": form(M, X),
    "lab:absence_edit": form(M, X, about="absence"),
    "lab:absence_remove": form(M, X, about="absence"),
    "lab:public_holidays": form(M, X),
    # background work
    "background:job_list": page(X),
    "background:job_try_again": form(X, about="failed work", methods=DOING),
    "background:job_give_up": form(X, about="failed work", methods=DOING),
    "background:paper": page(M, R, T, A, X, about="prepared paper", rule="own"),
    "background:paper_file": page(M, R, T, A, X, about="prepared paper", rule="own"),
    # the catalogue
    "catalog:service_list": page(M, R, T, A, X),
    "catalog:service_search": page(M, R, T, A, X),
    "catalog:service_new": form(M, X),
    "catalog:service_edit": form(M, X, about="service"),
    "catalog:price_list_list": page(M, R, A, X),
    "catalog:price_list_new": form(M, X),
    "catalog:price_list_edit": form(M, X, about="price list"),
    "catalog:price_targets": page(M, X),
    "catalog:version_new": form(M, X, about="price list"),
    "catalog:version_edit": form(M, X, about="version to come"),
    "catalog:version_discard": form(M, X, about="version to come"),
    "workflow:price_list_page": page(M, R, A, X, about="price list"),
    "workflow:price_list_give": form(M, A, X, about="price list", methods=DIALOG),
    "workflow:price_rehearsal": page(M, R, A, X, about="version to come"),
    # customers and patients
    "customers:customer_list": page(M, R, T, A, X),
    "customers:customer_search": page(M, R, T, A, X),
    "customers:contacts_of": page(M, R, T, A, X),
    "customers:customer_new": form(M, A, X),
    "customers:customer_edit": form(M, A, X, about="customer"),
    "customers:patient_list": page(M, R, T, A, X),
    "customers:patient_search": page(M, R, T, A, X),
    "customers:patient_new": form(M, X),
    "customers:patient_edit": form(M, X, about="patient"),
    "workflow:service_page": page(M, R, T, A, X, about="service"),
    "workflow:customer_page": page(M, R, T, A, X, about="customer"),
    "workflow:customer_payment": form(A, X, about="customer", methods=DIALOG),
    "workflow:customer_advance": form(A, X, about="customer", methods=DIALOG),
    "workflow:customer_refund": form(A, X, about="customer", methods=DIALOG),
    "workflow:customer_all_paid": form(A, X, about="customer", methods=DIALOG),
    "workflow:payment_new": form(A, X, methods=DIALOG),
    "workflow:payment_reverse": form(A, X, about="payment", methods=DIALOG),
    "workflow:refund_reverse": form(A, X, about="refund", methods=DIALOG),
    "workflow:patient_page": page(M, R, T, A, X, about="patient"),
    # files
    "documents:upload": form(M, R, T, A, X, methods=DOING),
    "documents:file": page(M, R, T, A, X, about="file"),
    "documents:thumbnail": page(M, R, T, A, X, about="picture"),
    "documents:thumbnail_state": page(M, R, T, A, X, about="picture"),
    "documents:remove_file": form(M, R, T, A, X, about="file"),
    # billing
    "billing:act_list": page(M, R, T, A, X),
    "billing:act_pdf": page(M, R, A, X, about="act paper"),
    "billing:balance_list": page(M, A, X),
    "billing:customer_ledger": page(M, A, X, about="customer"),
    "billing:document_list": page(M, A, X),
    "billing:document_pdf": page(M, A, X, about="closing document"),
    "billing:statement_list": page(M, A, X),
    "billing:statement": page(M, A, X, about="customer"),
    "billing:statement_pdf": page(M, A, X, about="customer"),
    "billing:statement_csv": page(M, A, X, about="customer"),
    "billing:ages_csv": page(M, A, X),
    "billing:statements_all": form(M, A, X, methods=DIALOG),
    "workflow:to_process": page(M, A, X),
    "workflow:sending_new": form(M, A, X, methods=DIALOG),
    "workflow:sending_take_back": form(M, A, X, about="closing document", methods=DIALOG),
    "workflow:realize_together": form(M, A, X, methods=DIALOG),
    "workflow:realized_together": page(M, A, X, about="orders realized together"),
    "billing:payment_list": page(M, A, X),
    "billing:payment_page": page(M, A, X, about="payment"),
    "billing:refund_list": page(M, A, X),
    "billing:refund_page": page(M, A, X, about="refund"),
    "billing:exchange_rate_list": page(M, A, X),
    "billing:exchange_rate_new": form(M, A, X),
    "billing:exchange_rate_import": form(M, A, X),
    # bank statements
    "workflow:bank_list": form(A, X),
    "workflow:bank_columns": form(A, X, about="bank file"),
    "workflow:bank_forget": form(A, X, about="bank profile", methods=DOING),
    "workflow:bank_import": page(A, X, about="bank statement"),
    "workflow:bank_take_sure": form(A, X, about="bank statement", methods=DOING),
    "workflow:bank_take_back": form(A, X, about="bank statement"),
    "workflow:line_take": form(A, X, about="bank line"),
    "workflow:line_set_aside": form(A, X, about="bank line"),
    "workflow:line_take_up": form(A, X, about="bank line set aside", methods=DOING),
    # pay
    "payroll:entry_list": page(M, A, X),
    "payroll:month_entries": page(M, A, X),
    "payroll:employee_entries": page(M, A, X, about="employee"),
    "payroll:own_earnings": page(M, R, T, A, X, rule="own"),
    "payroll:mine": page(M, R, T, A, X, rule="own"),
    "payroll:own_sheet_pdf": page(M, R, T, A, X, about="own pay sheet", rule="own"),
    "payroll:question_new": form(M, R, T, A, X, about="own accrual", rule="own"),
    "payroll:question_list": page(M, A, X),
    "payroll:question_answer": form(A, X, about="question about pay"),
    "payroll:payout_list": page(M, A, X),
    "payroll:payout_new": form(A, X, about="employee"),
    "payroll:month_close": form(A, X),
    "payroll:sheet_list": page(M, A, X),
    "payroll:sheet_page": page(M, A, X, about="pay sheet"),
    "payroll:sheet_finish": form(A, X, about="draft pay sheet"),
    "payroll:sheet_discard": form(A, X, about="draft pay sheet"),
    "payroll:sheet_pdf": page(M, A, X, about="pay sheet"),
    "payroll:rate_list": page(A, X),
    "payroll:rate_new": form(A, X),
    "payroll:rate_ask": page(A, X),
    "payroll:rate_retire": form(A, X, about="rate"),
    # stock
    "stock:item_list": page(M, R, T, A, X),
    "stock:item_page": page(M, R, T, A, X, about="stock item"),
    "stock:receipt_list": page(M, R, T, A, X),
    "stock:receipt_page": page(M, R, T, A, X, about="receipt"),
    "stock:receipt_new": form(M, A, X),
    "stock:receipt_reverse": form(M, A, X, about="receipt"),
    "stock:item_correct": form(M, A, X, about="stock item"),
    "stock:item_minimum": form(M, A, X, about="stock item"),
    "stock:lot_list": page(M, R, T, A, X),
    "stock:lot_page": page(M, R, T, A, X, about="lot"),
    "stock:lot_edit": form(M, A, X, about="lot"),
    "stock:count_list": page(M, R, T, A, X),
    "stock:count_page": page(M, R, T, A, X, about="booked count"),
    "stock:count_pdf": page(M, R, T, A, X, about="count"),
    "stock:count_new": form(M, A, X),
    "stock:count_fill": form(M, A, X, about="count"),
    "stock:count_add": form(M, A, X, about="count"),
    "stock:count_book": form(M, A, X, about="count"),
    "stock:count_discard": form(M, A, X, about="count"),
    "stock:count_reverse": form(M, A, X, about="booked count"),
    # orders
    "workflow:front": page(M, R, T, A, X),
    "workflow:my_work": page(M, R, T, X, rule="own"),
    "workflow:work_move": form(M, R, T, X, about="task", methods=DOING),
    "workflow:work_undo": form(M, R, T, X, about="task", methods=DOING),
    "workflow:work_more": page(M, R, T, X, about="task"),
    "workflow:work_comment": form(M, R, T, X, about="task", methods=DOING),
    "workflow:board": page(M, R, T, X),
    "workflow:board_give": form(M, R, X, about="task", methods=DIALOG),
    "workflow:board_plan": form(M, R, X, about="order", methods=DOING),
    # the bench; a shared one at which nobody is logged in: test_shared_bench.py
    "workflow:bench": form(M, R, T, X),
    "workflow:bench_codes_pdf": page(M, R, T, X),
    "workflow:bench_share": form(M, X, methods=DOING),
    "workflow:bench_end": form(M, R, T, X, methods=DOING),
    "workflow:order_list": page(M, R, T, A, X),
    "workflow:order_new": form(M, X, methods=DIALOG),
    "workflow:order_prices": page(M, X, methods=DOING),
    "workflow:lately_customers": page(M, R, T, A, X),
    "workflow:lately_patients": page(M, R, T, A, X),
    "workflow:lately_services": page(M, R, T, A, X),
    "workflow:order_page": page(M, R, T, A, X, about="order"),
    "workflow:order_edit": form(M, X, about="order", methods=DIALOG),
    "workflow:order_other_prices": page(M, X, about="order"),
    "workflow:order_do": form(M, R, T, A, X, about="order", methods=DIALOG),
    "workflow:order_payroll": page(M, A, X, about="order"),
    "workflow:pay_add": form(M, A, X, about="order", methods=DIALOG),
    "workflow:pay_finalize": form(M, A, X, about="order", methods=DIALOG),
    "workflow:pay_reopen": form(M, A, X, about="order", methods=DIALOG),
    "workflow:pay_set": form(M, A, X, about="task", methods=DIALOG),
    "workflow:pay_unset": form(M, A, X, about="sum set by hand", methods=DIALOG),
    "workflow:payment_instructions": page(M, A, X, about="order"),
    "workflow:order_print": page(M, R, T, A, X, about="order"),
    "workflow:order_form_pdf": page(M, R, T, A, X, about="order"),
    "workflow:task_assign": form(M, R, X, about="task", methods=DIALOG),
    "workflow:task_new": form(M, R, X, about="order", methods=DIALOG),
    "workflow:task_edit": form(M, R, X, about="task", methods=DIALOG),
    "workflow:task_move": form(M, R, X, about="task to move", methods=DIALOG),
    "workflow:task_work": form(M, R, T, X, about="task", methods=DIALOG),
    "workflow:act_new": form(M, R, T, X, about="order", methods=DIALOG),
    "workflow:acts_automatic": form(M, R, X, about="order", methods=DIALOG),
    "workflow:act_edit": form(M, R, T, X, about="draft act", methods=DIALOG),
    "workflow:act_do": form(M, R, T, X, about="draft act", methods=DIALOG),
    # the frame of the admin site
    "admin:index": page(X, methods=METHODS),
    "admin:login": page(*PUBLIC, methods=METHODS),
    "admin:logout": form(X, methods=BUTTON_CLASS),
    "admin:password_change": page(X, methods=METHODS),
    "admin:password_change_done": page(X, methods=METHODS),
    "admin:autocomplete": page(X, methods=ASKING, absent=403),
    "admin:jsi18n": page(X, methods=ASKING),
    "admin:view_on_site": page(X, about="anything", methods=METHODS),
    "admin:app_list": page(X, about="app", methods=METHODS),
    "admin/(?P<url>.*)$": page(X, about="nowhere", methods=METHODS),
}
"""View name, or the route where the view has no name."""
