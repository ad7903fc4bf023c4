"""Counts: sheets, their lines, and movements of what differs; of an item the least that shall be there."""

import common.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lab', '0014_count_numbers'),
        ('stock', '0005_lots_of_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ('number_year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('number_serial', models.PositiveBigIntegerField(editable=False, null=True)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what is counted')),
                ('counted_on', models.DateField(editable=False, null=True, verbose_name='counted on')),
            ],
            options={
                'verbose_name': 'stock count',
                'verbose_name_plural': 'stock counts',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StockCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.CharField(blank=True, editable=False, max_length=60, verbose_name='lot')),
                ('expected', common.fields.QuantityField(editable=False, verbose_name='on hand when the sheet was opened')),
                ('counted', common.fields.QuantityField(blank=True, null=True, verbose_name='counted')),
                ('found', common.fields.QuantityField(editable=False, null=True, verbose_name='on hand when it was booked')),
            ],
            options={
                'verbose_name': 'line of a count',
                'verbose_name_plural': 'lines of counts',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='stockmovement',
            name='a_movement_has_its_source',
        ),
        migrations.RemoveConstraint(
            model_name='stockmovement',
            name='a_movement_has_the_sign_of_its_kind',
        ),
        migrations.AddField(
            model_name='stockitem',
            name='minimum',
            field=common.fields.QuantityField(blank=True, help_text='With less than this on hand the material is on the list of what is low.', null=True, verbose_name='minimum'),
        ),
        migrations.AlterField(
            model_name='stockitem',
            name='material',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.material', verbose_name='material'),
        ),
        migrations.AlterField(
            model_name='stockitem',
            name='warehouse',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='stock.warehouse'),
        ),
        migrations.AlterField(
            model_name='stockmovement',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt'), ('write_off', 'Write-off'), ('correction', 'Correction'), ('count', 'Count')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='stockitem',
            constraint=models.CheckConstraint(condition=models.Q(('minimum__isnull', True), ('minimum__gt', 0), _connector='OR'), name='a_minimum_is_more_than_nothing'),
        ),
        migrations.AddField(
            model_name='stockcount',
            name='booked',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lab.event', verbose_name='booked'),
        ),
        migrations.AddField(
            model_name='stockcount',
            name='event',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lab.event', verbose_name='opened'),
        ),
        migrations.AddField(
            model_name='stockcount',
            name='warehouse',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stock.warehouse', verbose_name='warehouse'),
        ),
        migrations.AddField(
            model_name='stockmovement',
            name='count',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='stock.stockcount'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('count__isnull', True), ('kind', 'receipt'), ('receipt__isnull', False), ('source__isnull', True), ('why', '')), models.Q(('kind', 'write_off'), ('order__isnull', False), ('receipt__isnull', True), ('source__isnull', False), ('count__isnull', True), ('why', '')), models.Q(('count__isnull', False), ('kind', 'count'), ('receipt__isnull', True), ('source__isnull', True), ('why', '')), models.Q(('count__isnull', True), ('kind', 'correction'), ('receipt__isnull', True), ('source__isnull', True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='a_movement_has_its_source'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'receipt'), ('quantity__gt', 0), ('reverses__isnull', True)), models.Q(('kind', 'receipt'), ('quantity__lt', 0), ('reverses__isnull', False)), models.Q(('kind', 'write_off'), ('quantity__lt', 0), ('reverses__isnull', True)), models.Q(('kind', 'write_off'), ('quantity__gt', 0), ('reverses__isnull', False)), models.Q(('kind__in', ('correction', 'count')), models.Q(('quantity', 0), _negated=True)), _connector='OR'), name='a_movement_has_the_sign_of_its_kind'),
        ),
        migrations.AddField(
            model_name='stockcountline',
            name='count',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='stock.stockcount'),
        ),
        migrations.AddField(
            model_name='stockcountline',
            name='item',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stock.stockitem'),
        ),
        migrations.AddConstraint(
            model_name='stockcount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('booked__isnull', True), ('counted_on__isnull', True), ('number__isnull', True)), models.Q(('booked__isnull', False), ('counted_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='a_booked_count_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='stockcountline',
            constraint=models.UniqueConstraint(fields=('count', 'item', 'lot'), name='a_count_names_a_lot_once'),
        ),
        migrations.AddConstraint(
            model_name='stockcountline',
            constraint=models.CheckConstraint(condition=models.Q(('counted__isnull', True), ('counted__gte', 0), _connector='OR'), name='nobody_counts_less_than_nothing'),
        ),
    ]
