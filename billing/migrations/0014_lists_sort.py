from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0013_papers_are_issued'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='act',
            index=models.Index(fields=['posted_on', 'id'], name='act_by_day'),
        ),
        migrations.AddIndex(
            model_name='closingdocument',
            index=models.Index(fields=['issued_on', 'id'], name='closing_by_day'),
        ),
        migrations.AddIndex(
            model_name='closingdocument',
            index=models.Index(fields=['due_on', 'id'], name='closing_by_due'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['received_on', 'id'], name='payment_by_day'),
        ),
    ]
