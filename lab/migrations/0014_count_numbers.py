"""Counts of the stock have numbers of their own."""

import common.numbering
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0013_payment_terms'),
    ]

    operations = [
        migrations.AddField(
            model_name='labsettings',
            name='count_mask',
            field=models.CharField(default='SC-{yyyy}-{n:05}', max_length=40, validators=[common.numbering.validate_mask], verbose_name='stock count numbers'),
        ),
    ]
