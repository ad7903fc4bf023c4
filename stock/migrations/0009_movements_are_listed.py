
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0019_table_imports'),
        ('orders', '0016_tasks_are_listed'),
        ('stock', '0008_parts_of_numbers_are_found'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='stockmovement',
            name='movement_by_day',
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(fields=['moved_on', 'id'], name='movement_by_day'),
        ),
        migrations.AddIndex(
            model_name='stockmovement',
            index=models.Index(fields=['item', 'id'], name='movement_by_item'),
        ),
    ]
