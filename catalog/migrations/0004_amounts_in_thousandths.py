"""Amounts are kept in thousandths: there are currencies with three places."""

from django.db import migrations

from common.in_thousandths import in_thousandths


class Migration(migrations.Migration):

    dependencies = [
        ("catalog", "0003_services_have_steps"),
    ]

    operations = [migrations.RunPython(in_thousandths("catalog.Service"))]
