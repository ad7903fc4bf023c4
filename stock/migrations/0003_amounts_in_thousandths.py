"""Amounts are kept in thousandths: there are currencies with three places."""

from django.db import migrations

from common.in_thousandths import in_thousandths


class Migration(migrations.Migration):

    dependencies = [
        ("stock", "0002_names_are_folded"),
    ]

    operations = [migrations.RunPython(in_thousandths("stock.StockMovement"))]
