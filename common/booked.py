"""Which tables the database itself protects, and against what. ``triggers`` turns this list into triggers.

A condition is SQL over ``{row}``, which stands for OLD or NEW; an empty one means always.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Refuse the given operations on a table while the condition holds."""

    table: str
    operations: tuple[str, ...]
    condition: str = ""
    name: str = "booked"


def _grows(table: str) -> Rule:
    return Rule(table, ("UPDATE", "DELETE"))


_ACT_IS_POSTED = "EXISTS (SELECT 1 FROM billing_act a WHERE a.id = {row}.act_id AND a.event_id IS NOT NULL)"
_ORDER_IS_FROZEN = (
    "EXISTS (SELECT 1 FROM orders_order o WHERE o.id = {row}.order_id"
    " AND o.status IN ('review', 'produced', 'realized', 'cancelled'))"
)
_SUM_IS_REWRITTEN = (
    "OLD.lifted_by_id IS NOT NULL OR NEW.lifted_by_id IS NULL OR NEW.amount <> OLD.amount"
    " OR NEW.comment <> OLD.comment OR NEW.order_id <> OLD.order_id OR NEW.event_id <> OLD.event_id"
    " OR NEW.role <> OLD.role OR COALESCE(NEW.task_id, 0) <> COALESCE(OLD.task_id, 0)"
    " OR COALESCE(NEW.employee_id, 0) <> COALESCE(OLD.employee_id, 0)"
)

RULES: tuple[Rule, ...] = (
    _grows("lab_event"),
    _grows("lab_recordevent"),
    _grows("orders_orderevent"),
    Rule("orders_orderline", ("INSERT", "UPDATE", "DELETE"), _ORDER_IS_FROZEN, "frozen"),
    Rule("orders_order", ("INSERT",), "NEW.status <> 'drafting'", "born_drafting"),
    Rule(
        "orders_order",
        ("UPDATE",),
        "NEW.status <> OLD.status AND NEW.version <= OLD.version",
        "moved_with_version",
    ),
    Rule("orders_order", ("DELETE",), "", "kept"),
    Rule("billing_act", ("UPDATE", "DELETE"), "OLD.event_id IS NOT NULL"),
    Rule("billing_actline", ("INSERT", "UPDATE", "DELETE"), _ACT_IS_POSTED),
    Rule("billing_actmaterial", ("INSERT", "UPDATE", "DELETE"), _ACT_IS_POSTED),
    _grows("billing_closingdocument"),
    _grows("billing_closingdocumentorder"),
    _grows("billing_receivableentry"),
    _grows("billing_payment"),
    _grows("billing_allocation"),
    _grows("payroll_payrollentry"),
    _grows("payroll_paymark"),
    Rule("payroll_plannedpay", ("UPDATE",), _SUM_IS_REWRITTEN, "set"),
    Rule("payroll_plannedpay", ("DELETE",), "", "kept"),
    _grows("stock_receipt"),
    _grows("stock_stockmovement"),
)
