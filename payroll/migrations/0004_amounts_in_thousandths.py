"""Amounts are kept in thousandths: there are currencies with three places."""

from django.db import migrations

from common.in_thousandths import in_thousandths


class Migration(migrations.Migration):

    dependencies = [
        ("payroll", "0003_pay_sheets"),
    ]

    operations = [migrations.RunPython(in_thousandths("payroll.Rate", "payroll.PaySheet", "payroll.PlannedPay", "payroll.PayrollEntry"))]
