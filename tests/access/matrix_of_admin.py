"""Who may open which page of the admin site, which makes a handful of them for each model."""

from dataclasses import replace

from tests.access.matrix import ROWS
from tests.access.rows import ADMINISTRATORS, ALL_BUT_POST, METHODS, READ, WRITE, Row

ADMIN_EDITS = frozenset(
    {
        "lab.employee",
        "lab.labsettings",
        "lab.holiday",
        "catalog.service",
        "catalog.servicegroup",
        "catalog.taxrate",
        "catalog.material",
        "catalog.pricelist",
        "customers.counterparty",
        "customers.patient",
        "customers.tag",
        "orders.marker",
        "documents.labelsize",
        "stock.warehouse",
        "axes.accessattempt",  # deleting one lets a person try again
    }
)
ADMIN_READS = frozenset(
    {
        "axes.accesslog",
        "background.job",
        "papers.issuedpaper",
        "catalog.pricelistversion",
        "customers.merge",
        "lab.event",
        "lab.recordevent",
        "orders.batch",
        "orders.batchorder",
        "orders.order",
        "orders.orderline",
        "orders.task",
        "orders.orderevent",
        "orders.comment",
        "orders.delivery",
        "documents.attachment",
        "billing.act",
        "billing.closingdocument",
        "billing.payment",
        "billing.refund",
        "billing.priceadjustment",
        "billing.allocation",
        "billing.realizedtogether",
        "billing.receivableentry",
        "billing.sending",
        "billing.bankaside",
        "billing.bankasidelifted",
        "billing.bankimport",
        "billing.bankimporttakenback",
        "billing.bankline",
        "billing.bankprofile",
        "billing.banktakeover",
        "billing.banktaking",
        "payroll.rate",
        "payroll.payrollentry",
        "payroll.paysheet",
        "payroll.closedmonth",
        "payroll.payquestion",
        "stock.stockitem",
        "stock.lot",
        "stock.receipt",
        "stock.stockcount",
        "stock.stockmovement",
        "sums.reckoned",
    }
)
"""Models that the admin site writes and those it only shows. A model in neither fails."""


NOBODY = frozenset(
    {
        "admin:axes_accessattempt_add",
        "admin:lab_employee_delete",
        "admin:lab_labsettings_add",
        "admin:lab_labsettings_delete",
        "admin:catalog_pricelist_delete",
        "admin:customers_counterparty_delete",
        "admin:customers_patient_delete",
        "admin:orders_marker_delete",
    }
)
"""Doors of editable models that are shut all the same: what orders and books mention is switched off instead."""


def rows_with_admin() -> dict[str, Row]:
    """All rows; the pages that Django's admin makes for a model are the administrators', all alike."""
    rows = dict(ROWS)
    for model in ADMIN_EDITS | ADMIN_READS:
        edits, name = model in ADMIN_EDITS, model.replace(".", "_")
        every = Row(ADMINISTRATORS, METHODS, WRITE if edits else READ, model, "any")
        without_object = replace(every, about="", rule="none")
        shut = Row(frozenset(), (), READ, model, "any")
        rows[f"admin:{name}_changelist"] = without_object
        rows[f"admin:{name}_history"] = replace(every, effect=READ)
        rows[f"admin:{name}_add"] = without_object if edits else replace(shut, about="", rule="none")
        rows[f"admin:{name}_delete"] = every if edits else shut
        rows[f"admin:{name}_change"] = every if edits else replace(every, methods=ALL_BUT_POST)
        rows[f"admin/{model.replace('.', '/')}/<path:object_id>/"] = replace(every, effect=READ)
    for key in NOBODY:
        rows[key] = replace(rows[key], roles=frozenset())
    return rows
