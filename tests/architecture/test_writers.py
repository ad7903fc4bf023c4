"""Who may write what: booked rows are written by their own ledger, states are moved and never assigned."""

import ast

import pytest

from tests.architecture.house import modules

WRITERS = {
    "Event": {"lab/events.py"},
    "ExchangeRate": {"lab/exchange_book.py"},
    "RecordEvent": {"lab/records.py"},
    "OrderEvent": {"orders/ledger.py"},
    "IssuedPaper": {"papers/issuing.py"},
    "DrawnPaper": {"papers/drawing.py"},
    "Supersession": {"papers/issuing.py"},
    "Act": {"billing/ledger/"},
    "ActLine": {"billing/ledger/"},
    "ActMaterial": {"billing/ledger/"},
    "ClosingDocument": {"billing/ledger/"},
    "ClosingDocumentOrder": {"billing/ledger/"},
    "ReceivableEntry": {"billing/ledger/"},
    "OpenDebt": {"billing/ledger/open_debts.py"},
    "Payment": {"billing/ledger/"},
    "PriceAdjustment": {"billing/ledger/"},
    "Refund": {"billing/ledger/"},
    "Allocation": {"billing/ledger/"},
    "BankImport": {"billing/ledger/"},
    "BankImportTakenBack": {"billing/ledger/"},
    "BankLine": {"billing/ledger/"},
    "BankTaking": {"billing/ledger/"},
    "BankAside": {"billing/ledger/"},
    "BankAsideLifted": {"billing/ledger/"},
    "BankTakeover": {"billing/ledger/"},
    "PayrollEntry": {"payroll/ledger.py"},
    "PlannedPay": {"payroll/planned.py"},
    "PayMark": {"payroll/planned.py"},
    "PaySheet": {"payroll/pay_out.py"},
    "PaySheetEntry": {"payroll/pay_out.py"},
    "ClosedMonth": {"payroll/periods.py"},
    "Receipt": {"stock/ledger/"},
    "StockMovement": {"stock/ledger/"},
    "Lot": {"stock/ledger/"},
    "StockCount": {"stock/ledger/", "stock/counting.py"},
    "StockCountLine": {"stock/ledger/", "stock/counting.py"},
}
"""Booked model → the modules that may make a row of it."""
WRITING = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "update",
    "delete",
    "bulk_update",
    "raw",
}
MOVERS = {"workflow/moving.py"}
STEPS = {
    *("submit", "take_down", "start", "hold", "send_to_review", "return_to_production", "produce", "reopen"),
    *("realize", "unrealize", "cancel", "restore", "take_back"),
}


def _model_of(node: ast.expr) -> str | None:
    """The model at the root of ``Model.objects.filter(…).create``; None for anything else."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else None


def writings(tree: ast.Module):
    """(model, line) of each row of a booked model that the module makes, or writes through its manager."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in WRITERS:
            yield node.func.id, node.lineno
        elif isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            model = _model_of(node.func)
            if model in WRITERS:
                yield model, node.lineno


def test_a_booked_row_is_made_by_its_own_ledger_alone():
    strangers = [
        f"{path}:{line} {model}"
        for path, tree in modules().items()
        for model, line in writings(tree)
        if not any(path.startswith(allowed) for allowed in WRITERS[model])
    ]
    assert strangers == []


def test_no_query_writes_a_state():
    """``update(status=…)`` and ``create(status=…)`` would go past the machine of states."""
    guilty = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITING
        and any(keyword.arg == "status" for keyword in node.keywords)
    ]
    assert guilty == []


def test_only_the_use_cases_first_step_takes_a_transition():
    """Transitions are called in one place, which locks the order, asks the guards and writes the event."""
    guilty = [
        f"{path}:{node.lineno} {node.func.attr}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in STEPS
        and _model_of(node.func) in {"order", "copy", "locked"}
        and path not in MOVERS
    ]
    assert guilty == []


@pytest.mark.parametrize(
    "culprit",
    ["Act(order=order)", "Payment.objects.create()", "Event.objects.filter(pk=1).update(verb='x')"],
)
def test_the_search_would_see_a_culprit(culprit):
    assert list(writings(ast.parse(culprit)))
