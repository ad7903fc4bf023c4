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
_ORDER_OF_LINE_IS_FROZEN = (
    "EXISTS (SELECT 1 FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id WHERE l.id = {row}.line_id"
    " AND o.status IN ('review', 'produced', 'realized', 'cancelled'))"
)
_SUM_IS_REWRITTEN = (
    "OLD.lifted_by_id IS NOT NULL OR NEW.lifted_by_id IS NULL OR NEW.amount <> OLD.amount"
    " OR NEW.comment <> OLD.comment OR NEW.order_id <> OLD.order_id OR NEW.event_id <> OLD.event_id"
    " OR NEW.role <> OLD.role OR COALESCE(NEW.task_id, 0) <> COALESCE(OLD.task_id, 0)"
    " OR COALESCE(NEW.employee_id, 0) <> COALESCE(OLD.employee_id, 0)"
)
_SHEET_IS_FINISHED = (
    "EXISTS (SELECT 1 FROM payroll_paysheet s WHERE s.id = {row}.sheet_id AND s.finished_id IS NOT NULL)"
)
_ENTRY_IS_ANOTHERS = (
    "NOT EXISTS (SELECT 1 FROM payroll_payrollentry e JOIN payroll_paysheet s ON s.employee_id = e.employee_id"
    " AND s.currency = e.currency WHERE e.id = NEW.entry_id AND s.id = NEW.sheet_id)"
)
_MORE_THAN_WAS_PAID = (
    "NEW.amount + (SELECT COALESCE(SUM(a.amount), 0) FROM billing_allocation a"
    " WHERE a.payment_id = NEW.payment_id)"
    " > (SELECT p.amount FROM billing_payment p WHERE p.id = NEW.payment_id)"
)
_COUNT_IS_BOOKED = (
    "EXISTS (SELECT 1 FROM stock_stockcount c WHERE c.id = {row}.count_id AND c.booked_id IS NOT NULL)"
)
_MONTH_IS_CLOSED = "EXISTS (SELECT 1 FROM payroll_closedmonth c WHERE c.last >= NEW.earned_on)"
_QUESTION_IS_REWRITTEN = (
    "OLD.answered_id IS NOT NULL OR NEW.answered_id IS NULL OR NEW.text <> OLD.text"
    " OR NEW.entry_id <> OLD.entry_id OR NEW.asked_by_id <> OLD.asked_by_id OR NEW.event_id <> OLD.event_id"
)

_VERSION_IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM documents_documenttypeversion v WHERE v.id = {row}.version_id"
    " AND v.published_at IS NOT NULL)"
)
_VALUE_IS_REWRITTEN = (
    "NOT (OLD.is_current AND NOT NEW.is_current) OR NEW.text <> OLD.text OR NEW.flag <> OLD.flag"
    " OR NEW.document_id <> OLD.document_id OR NEW.field_id <> OLD.field_id"
    " OR NEW.entered_by_id <> OLD.entered_by_id OR NEW.entered_at <> OLD.entered_at"
)

RULES: tuple[Rule, ...] = (
    _grows("lab_event"),
    _grows("lab_recordevent"),
    _grows("lab_exchangerate"),
    _grows("lab_tableimport"),
    _grows("lab_tableimportgoing"),
    _grows("lab_tableimportrow"),
    _grows("lab_tableimporttakenback"),
    _grows("customers_merge"),
    _grows("customers_mergerow"),
    _grows("customers_mergetakenback"),
    _grows("orders_orderevent"),
    Rule("orders_orderline", ("INSERT", "UPDATE", "DELETE"), _ORDER_IS_FROZEN, "frozen"),
    Rule("orders_linepart", ("INSERT", "UPDATE", "DELETE"), _ORDER_OF_LINE_IS_FROZEN, "frozen"),
    Rule("orders_toothwork", ("INSERT", "UPDATE", "DELETE"), _ORDER_IS_FROZEN, "frozen"),
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
    _grows("papers_issuedpaper"),
    _grows("papers_drawnpaper"),
    _grows("papers_supersession"),
    _grows("billing_closingdocument"),
    _grows("billing_closingdocumentorder"),
    _grows("billing_priceadjustment"),
    _grows("billing_realizedtogether"),
    _grows("billing_receivableentry"),
    _grows("billing_payment"),
    _grows("billing_refund"),
    Rule("billing_allocation", ("INSERT",), _MORE_THAN_WAS_PAID, "within_its_payment"),
    _grows("billing_sending"),
    _grows("billing_allocation"),
    _grows("billing_bankimport"),
    _grows("billing_bankimporttakenback"),
    _grows("billing_bankline"),
    _grows("billing_banktaking"),
    _grows("billing_bankaside"),
    _grows("billing_bankasidelifted"),
    _grows("billing_banktakeover"),
    Rule("documents_documenttypeversion", ("UPDATE", "DELETE"), "OLD.published_at IS NOT NULL", "published"),
    Rule("documents_typesection", ("INSERT", "UPDATE", "DELETE"), _VERSION_IS_PUBLISHED, "published"),
    Rule("documents_typefield", ("INSERT", "UPDATE", "DELETE"), _VERSION_IS_PUBLISHED, "published"),
    Rule("documents_document", ("DELETE",), "", "kept"),
    Rule("documents_documentvalue", ("UPDATE",), _VALUE_IS_REWRITTEN, "filled"),
    Rule("documents_documentvalue", ("DELETE",), "", "kept"),
    _grows("documents_documentrevision"),
    _grows("documents_criticalcall"),
    _grows("documents_documenthandover"),
    _grows("payroll_payrollentry"),
    _grows("payroll_paymark"),
    Rule("payroll_plannedpay", ("UPDATE",), _SUM_IS_REWRITTEN, "set"),
    Rule("payroll_plannedpay", ("DELETE",), "", "kept"),
    Rule("payroll_payrollentry", ("INSERT",), _MONTH_IS_CLOSED, "dated_after_closing"),
    _grows("payroll_closedmonth"),
    Rule("payroll_paysheet", ("UPDATE", "DELETE"), "OLD.finished_id IS NOT NULL"),
    Rule("payroll_paysheetentry", ("INSERT", "UPDATE", "DELETE"), _SHEET_IS_FINISHED),
    Rule("payroll_paysheetentry", ("INSERT", "UPDATE"), _ENTRY_IS_ANOTHERS, "of_its_person"),
    Rule("payroll_payquestion", ("UPDATE",), _QUESTION_IS_REWRITTEN, "asked"),
    Rule("payroll_payquestion", ("DELETE",), "", "kept"),
    _grows("stock_receipt"),
    Rule("stock_stockcount", ("UPDATE", "DELETE"), "OLD.booked_id IS NOT NULL"),
    Rule("stock_stockcountline", ("INSERT", "UPDATE", "DELETE"), _COUNT_IS_BOOKED),
    _grows("stock_stockmovement"),
)
