"""The one table of what each role may see and do. Pages, menus, use cases and the matrix test all ask here.

The administrator may do whatever any role may, so the table does not repeat it.
What the state of an order allows is asked elsewhere (``workflow.steps``); here only the person counts.
"""

from functools import cache

from lab.roles import Role

M, R, T, A = Role.MANAGER, Role.REVIEWER, Role.TECHNICIAN, Role.ACCOUNTANT
EVERYBODY = (M, R, T, A)
ADMINISTRATOR_ONLY: tuple[Role, ...] = ()

ACTIONS: dict[str, tuple[Role, ...]] = {
    # what one may see
    "see_orders": EVERYBODY,
    "see_customers": EVERYBODY,
    "see_patients": EVERYBODY,
    "see_catalog": EVERYBODY,
    "see_stock": EVERYBODY,
    "see_acts": EVERYBODY,
    "see_calendar": EVERYBODY,
    "see_board": (M, R, T),
    "see_prices": (M, R, A),
    "see_pay": (M, A),
    "see_billing": (M, A),
    "see_costs": (M, A),
    "see_own_earnings": EVERYBODY,
    "use_own_account": EVERYBODY,
    "share_views": (M,),
    # the order itself
    "create_order": (M,),
    "edit_order": (M,),
    "copy_order": (M,),
    "change_customer": (M,),
    "update_due": (M,),
    "rush_order": (M,),
    "discount_order": (M,),
    "adjust_price": (M,),
    "mark_order": (M, R, T),
    "deliver_order": (M,),
    "comment": EVERYBODY,
    "attach_files": EVERYBODY,
    "print_order": EVERYBODY,
    "do_together": EVERYBODY,
    "see_documents": EVERYBODY,
    "fill_documents": (M, R, T),
    "verify_documents": (M, R),
    "amend_documents": (M, R),
    "edit_document_types": (M,),
    "edit_analytes": (M,),
    "assign_task": (M, R),
    "plan_work": (M, R),
    "work_task": (M, R, T),
    "share_bench": (M,),
    # the steps of its life
    "submit": (M,),
    "take_down": (M,),
    "start": (M, T),
    "hold_from_production": (M, T),
    "hold_from_review": (M, R),
    "send_to_review": (T, M),
    "return_to_production": (R,),
    "produce": (R,),
    "produce_without_review": (R, M),
    "reopen": (R,),
    "realize": (A, M),
    "unrealize": (A,),
    "mark_sent": (A, M),
    "cancel": (M,),
    "restore": (M,),
    # consequences
    "write_acts": (M, T, R),
    "answer_for_acts": (M, R),
    "override_shortage": (M,),
    "see_payment_instructions": (M, A),
    "record_payment": (A,),
    "set_exchange_rates": (M, A),
    "set_rates": (A,),
    "set_pay": (M, A),
    "finalize_pay": (M, A),
    "pay_out": (A,),
    "receive_stock": (M, A),
    "count_stock": (M, A),
    # what things are
    "edit_customers": (M, A),
    "edit_patients": (M,),
    "merge_customers": (M,),
    "merge_patients": (M,),
    "edit_catalog": (M,),
    "edit_calendar": (M,),
    "import_tables": (M, A),
    "administer": ADMINISTRATOR_ONLY,
}


class UnknownAction(LookupError):
    """A name that the table does not have; always a mistake in the code."""


def may(employee, action: str) -> bool:
    """Whether the person's roles allow the action now."""
    return not _allowed(action).isdisjoint(_held_by(employee))


def role_for(employee, action: str) -> str | None:
    """The role by which the person may act: the first that allows it, or None."""
    by = _allowed(action).intersection(_held_by(employee))
    return next((str(role) for role in Role if role in by), None)


def _allowed(action: str) -> frozenset[Role]:
    if action not in ACTIONS:
        raise UnknownAction(action)
    return _with_administrator(ACTIONS[action])


@cache
def _with_administrator(roles: tuple[Role, ...]) -> frozenset[Role]:
    return frozenset({*roles, Role.ADMINISTRATOR})


def _held_by(employee) -> frozenset[str]:
    return getattr(employee, "roles", frozenset())
