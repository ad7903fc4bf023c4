"""What is open says in which currency, so that debts are added up by age without the books."""

import common.fields
from django.db import migrations, models


def read_off_the_charges(apps, schema_editor):
    """The currency of each charge that stands open."""

    def rows(name):
        return models.QuerySet(apps.get_model("billing", name), using=schema_editor.connection.alias)

    charge = rows("ReceivableEntry").filter(pk=models.OuterRef("charge"))
    rows("OpenDebt").update(currency=models.Subquery(charge.values("currency")))


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0017_ledgers_are_listed'),
    ]

    operations = [
        migrations.AddField(
            model_name='opendebt',
            name='currency',
            field=common.fields.CurrencyField(max_length=3, null=True),
        ),
        migrations.RunPython(read_off_the_charges, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='opendebt',
            name='currency',
            field=common.fields.CurrencyField(max_length=3),
        ),
    ]
