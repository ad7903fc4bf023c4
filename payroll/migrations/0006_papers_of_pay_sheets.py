"""Pay sheets of before get the paper that would have been printed today, with a code; it is drawn when somebody asks for it.

What it says is put together from the tables as they stand at this migration.
"""

import hashlib
import json

from django.db import migrations, models

from common.paper_amounts import with_places

SEE_PRICES = ("manager", "reviewer", "accountant", "administrator")
ROLES = {"performer": "", "assistant": "Assistant", "besides": "Extra"}
OF_THE_LAB = ("name", "legal_name", "address", "phone", "email")


def issue_papers(apps, schema_editor):
    def rows(label):
        return models.QuerySet(apps.get_model(label), using=schema_editor.connection.alias)

    lab = rows("lab.LabSettings").first()
    head = {name: getattr(lab, name) for name in OF_THE_LAB} if lab else {}
    sees = set(rows("lab.RoleGrant").filter(role__in=SEE_PRICES).values_list("employee", flat=True))
    sheets = rows("payroll.PaySheet").filter(finished__isnull=False).order_by("pk")
    for sheet in sheets.select_related("employee", "finished__actor"):
        related = ("order", "service", "task", "planned", "reverses")
        entries = rows("payroll.PayrollEntry").filter(on_sheet__sheet=sheet.pk).select_related(*related)
        entries = sorted(
            entries.order_by("earned_on", "order__number", "pk"), key=lambda entry: entry.reverses_id is not None
        )
        paper = paper_of(sheet, entries, head, sheet.employee_id in sees)
        rows("papers.IssuedPaper").create(
            kind="pay_sheet",
            number=sheet.number,
            issued_on=sheet.finished_on,
            event_id=sheet.finished_id,
            snapshot=paper,
            snapshot_hash=hash_of(paper),
            of_before=True,
        )


def paper_of(sheet, entries, head, with_percent):
    days = [entry.earned_on for entry in entries]
    paper = {
        "number": sheet.number,
        "date": sheet.finished_on.isoformat(),
        "lab": head,
        "employee": sheet.employee.name,
        "currency": sheet.currency,
        "first": min(days).isoformat(),
        "last": max(days).isoformat(),
        "lines": [line_of(entry, with_percent) for entry in entries],
        "total": str(sheet.total),
        "by": sheet.finished.actor.name,
    }
    return with_places(paper, sheet.currency)


def line_of(entry, with_percent):
    task = entry.task.title if entry.task else ""
    work = entry.service.name if entry.service else task or entry.planned.comment
    percent = entry.rate_percent if with_percent else None
    return {
        "date": entry.earned_on.isoformat(),
        "order": entry.order.number,
        "work": work,
        "task": "" if task == work or not entry.service else task,
        "role": ROLES[entry.role],
        "quantity": str(entry.quantity),
        "percent": "" if percent is None else str(percent),
        "is_share": entry.rate_percent is not None,
        "is_set": entry.planned_id is not None,
        "a_unit": "" if entry.rate_amount is None else str(entry.rate_amount),
        "corrects": entry.reverses.earned_on.isoformat() if entry.reverses_id else "",
        "amount": str(entry.amount),
    }


def hash_of(paper):
    text = json.dumps(paper, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):

    dependencies = [
        ("lab", "0015_refund_mask"),
        ("orders", "0008_parts_of_lines"),
        ("payroll", "0005_work_in_foreign_currencies"),
        ("papers", "0001_initial"),
    ]

    operations = [migrations.RunPython(issue_papers, migrations.RunPython.noop)]
