"""Amounts are kept in thousandths: there are currencies with three places."""

from django.db import migrations

from common.in_thousandths import in_thousandths


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0003_names_are_folded"),
    ]

    operations = [migrations.RunPython(in_thousandths("billing.ActLine", "billing.ClosingDocument", "billing.ClosingDocumentOrder", "billing.Payment", "billing.Allocation", "billing.ReceivableEntry"))]
