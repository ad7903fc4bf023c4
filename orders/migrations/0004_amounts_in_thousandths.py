"""Amounts are kept in thousandths: there are currencies with three places."""

from django.db import migrations

from common.in_thousandths import in_thousandths


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0003_tasks_of_a_plan"),
    ]

    operations = [migrations.RunPython(in_thousandths("orders.Order", "orders.OrderLine"))]
