
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0016_open_debts'),
        ('customers', '0005_currency'),
        ('lab', '0019_table_imports'),
        ('orders', '0015_moves_by_event'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='receivableentry',
            index=models.Index(fields=['customer', 'currency', 'amount'], name='receivable_sums'),
        ),
        migrations.AddIndex(
            model_name='receivableentry',
            index=models.Index(fields=['customer', 'day', 'id'], name='receivable_by_day'),
        ),
    ]
