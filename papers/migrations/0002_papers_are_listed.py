
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),  # makes the extension of the index
        ('lab', '0019_table_imports'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='issuedpaper',
            index=models.Index(fields=['issued_on', 'id'], name='paper_by_day'),
        ),
        migrations.AddIndex(
            model_name='issuedpaper',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='paper_search', opclasses=['gin_trgm_ops']),
        ),
    ]
