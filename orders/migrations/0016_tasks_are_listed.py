
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0009_parts_of_numbers_are_found'),
        ('lab', '0019_table_imports'),
        ('orders', '0015_moves_by_event'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['planned_end', 'id'], name='task_by_plan'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_removed', False), ('state__in', ['todo', 'in_progress', 'paused'])), fields=['planned_end', 'id'], name='task_open_by_plan'),
        ),
    ]
