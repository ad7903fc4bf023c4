from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0013_returned_orders_are_found'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='order',
            name='order_open_by_due',
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(models.Func(models.F('due_on'), output_field=models.DateField(), template="COALESCE(%(expressions)s, '9999-12-30')"), models.F('id'), condition=models.Q(('status__in', ['drafting', 'pending', 'production', 'review', 'produced'])), name='order_open_by_due'),
        ),
    ]
