"""What is open of each charge stands beside the books; read off them once, for whatever was booked before."""

import common.fields
import django.db.models.deletion
from django.db import migrations, models


def read_off_the_books(apps, schema_editor):
    """Standing charges less what settles them; a laboratory has few that are open."""

    def rows(name):
        return models.QuerySet(apps.get_model("billing", name), using=schema_editor.connection.alias)

    OpenDebt = apps.get_model("billing", "OpenDebt")
    settling = rows("Allocation").filter(is_advance=False, order__isnull=False).order_by()
    settled = dict(settling.values_list("order").annotate(total=models.Sum("amount")))
    charges = rows("ReceivableEntry").filter(kind="charge", reverses__isnull=True, reversed_by__isnull=True)
    read = charges.order_by("pk").values_list("pk", "order", "document__due_on", "amount")
    debts = (
        OpenDebt(charge_id=pk, order_id=order, due_on=due_on, amount=amount - settled.get(order, 0))
        for pk, order, due_on, amount in read.iterator(chunk_size=2000)
        if amount > settled.get(order, 0)
    )
    rows("OpenDebt").bulk_create(debts, batch_size=2000)


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0015_parts_of_numbers_are_found'),
        ('orders', '0015_moves_by_event'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenDebt',
            fields=[
                ('charge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='open_debt', serialize=False, to='billing.receivableentry')),
                ('due_on', models.DateField()),
                ('amount', common.fields.MoneyField()),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(fields=['due_on', 'order'], name='open_debt_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_open_debt_is_positive')],
            },
        ),
        migrations.RunPython(read_off_the_books, migrations.RunPython.noop),
    ]
